/** The state of every operation by the record, collected while its events are read. */
import type { FinalState, HeldItems } from '@/lib/domain/audit'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'

/** `final`: null where it was opened again, undefined where it has not ended since the record holds that. */
export type RecordedState = {
  /** Its first event, and the last one that records its rows. */
  sequence: number
  recordedAt: number
  /** An event records that there is such an operation, not only something about it. */
  isOperation: boolean
  final: FinalState | null | undefined
  held: HeldItems | undefined
  /** The first event whose act found it altered, and what of it. */
  altered: { sequence: number; parts: readonly string[] } | null
}

/** `operations`, `holds` and `elsewhere`: how many there were when the record began to hold this. */
export type Extended = { sequence: number; operations: number; holds: number; elsewhere: number }

export type RecordedStates = {
  take: (event: AuditEventRow) => void
  operations: ReadonlyMap<string, RecordedState>
  /** Null where it was so from the first event on. */
  extended: () => Extended | null
}

type Said = { final?: FinalState | null; held?: HeldItems; altered?: string[] }

/** Most events do not record it, and are not parsed. */
const SAYS = /"(?:final|held|altered)":/

export function gatherStates(): RecordedStates {
  const operations = new Map<string, RecordedState>()
  let extended: Extended | null = null
  return {
    take({ sequence, kind, data, operation_id: id }) {
      if (kind === 'record.extended') extended ??= { sequence, ...JSON.parse(data) }
      if (id === null) return
      const state = operations.get(id) ?? {
        sequence,
        recordedAt: 0,
        isOperation: false,
        final: undefined,
        held: undefined,
        altered: null,
      }
      operations.set(id, state)
      state.isOperation ||= kind === 'operation.requested' || kind === 'operation.changed'
      if (!SAYS.test(data)) return
      const { final, held, altered } = JSON.parse(data) as Said
      if (final !== undefined || held) state.recordedAt = sequence
      if (final !== undefined) state.final = final
      if (held) state.held = held
      if (altered) state.altered ??= { sequence, parts: altered }
    },
    operations,
    extended: () => extended,
  }
}
