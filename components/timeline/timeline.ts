/** The line of an operation as rows to read: what happened, when and by whom; many confirmations in a row are one. */
import type { AuditEvent } from '@/lib/domain/audit'
import { auditSentence } from '@/lib/domain/audit-sentence'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { IncidentEntry } from '@/lib/domain/incident'

export type TimelineRow =
  | { kind: 'entry'; entry: IncidentEntry }
  /** Confirmations that came one after another; `first` and `last` are ISO times, null where none of them has one. */
  | { kind: 'confirmed'; entries: IncidentEntry[]; first: string | null; last: string | null }

/** So many confirmations in a row make one row. */
const FOLDED_FROM = 3

export function timelineRows(entries: readonly IncidentEntry[]): TimelineRow[] {
  const rows: TimelineRow[] = []
  let run: IncidentEntry[] = []
  const close = () => {
    if (run.length < FOLDED_FROM) rows.push(...run.map((entry) => ({ kind: 'entry' as const, entry })))
    else {
      const times = run.flatMap(({ at }) => at ?? []).sort()
      rows.push({ kind: 'confirmed', entries: run, first: times[0] ?? null, last: times.at(-1) ?? null })
    }
    run = []
  }
  for (const entry of entries) {
    if (entry.kind === 'confirmed') run.push(entry)
    else {
      close()
      rows.push({ kind: 'entry', entry })
    }
  }
  close()
  return rows
}

/** When a row happened, ISO; null where it is not known. */
export const rowTime = (row: TimelineRow): string | null => (row.kind === 'entry' ? row.entry.at : row.first)

/** The record of an operation that is no stop, in the same form, oldest first. */
export const recordedEntries = (audit: readonly AuditEvent[]): IncidentEntry[] =>
  audit.toReversed().map((event) => ({
    kind: 'record',
    at: event.at,
    clock: 'console',
    by: event.by,
    text: `${auditSentence(event, (id) => isolated(shownId(id)))}${event.reason && event.kind !== 'operation.reason' ? ` – "${event.reason}"` : ''}`,
    deviceId: null,
    operationId: 'operationId' in event.data ? (event.data.operationId ?? null) : null,
    requestId: event.requestId,
    address: event.address,
  }))
