/**
 * At start: copies to the store the stops, and answers to resumes, that are in the emergency file alone. Open stops then continue
 * like any other; the devices of a revoke are sent again. Operations and events are matched by their ids: what the store has
 * already is not counted twice.
 */
import { z } from 'zod'
import { readListedId } from '@/lib/domain/ids/listed-id'
import { isOpen, isOver } from '@/lib/domain/stop-state'
import { syncStops } from '@/lib/evidence/sync-stops'
import { newHold, newItem } from '@/lib/operations/plan/plan-items'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { appendEventOnce } from '@/lib/store/audit/append-events'
import { insertHolds } from '@/lib/store/holds'
import { insertItems } from '@/lib/store/operation-items'
import { findOperation, insertOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import { recoverResume } from './persist-org-resume'
import type { StopDeps } from './stop-deps'
import type { JournalEvent } from './stop-requests'

const Line = z.looseObject({
  kind: z.string(),
  operation: z.looseObject({ id: z.uuid(), org_id: z.string() }).optional(),
  operation_id: z.string().nullish(),
  // A file of an earlier version has ids as they were listed.
  devices: z.array(z.string().transform((id) => readListedId(id) ?? id)).optional(),
})

const Resumed = z.looseObject({
  kind: z.literal('resume.state'),
  resume: z.looseObject({ id: z.uuid(), org_id: z.string() }),
  ends: z.array(z.string()).optional(),
})

/** @returns how many stops were taken over. A store that refuses leaves the file as it is. */
export async function recoverFromJournal(
  deps: Pick<StopDeps, 'journal' | 'store' | 'clock' | 'log'> & {
    orgs: { byId: (id: string) => OrgRuntime | undefined }
  },
): Promise<number> {
  const { journal, store, log } = deps
  const lines = journal.lines?.() ?? []
  const found = collect(lines)
  let taken = 0
  let lost = 0
  for (const { row, events, devices } of found.values()) {
    const org = deps.orgs.byId(row.org_id)
    if (!org) continue
    try {
      await store.db.transaction().execute(async (tx) => {
        if (!(await findOperation(tx, row.id))) {
          // It was sent, and the console ended before the answer was written: its outcome is unknown, and it is sent again.
          const status = row.stop_status === 'requested' ? 'unknown' : row.stop_status
          const goesOn = isOpen(row) || (row.total > 0 && !isOver(row))
          const state = goesOn ? ({ state: 'running', finished_at: null } as const) : {}
          await insertOperation(tx, { ...row, stop_status: status, ...state })
          if (row.total > 0) await insertDevices(tx, org, row, devices)
          taken += 1
        }
        for (const event of events) await appendEventOnce(tx, event)
      })
      // What is in force is watched: the others were taken up by this org's watch before.
      await syncStops(store.db, org)
    } catch (error) {
      lost += 1
      log.error({ err: error, operationId: row.id }, 'a stop in the emergency file was not taken over')
    }
  }
  for (const line of lines) {
    const { resume, ends } = Resumed.safeParse(line).data ?? {}
    const org = resume && deps.orgs.byId(resume.org_id)
    if (!org) continue
    await recoverResume(deps, org, resume as unknown as OperationRow, ends ?? []).catch((error) => {
      lost += 1
      log.error({ err: error, operationId: resume.id }, 'a resume in the emergency file was not taken over')
    })
  }
  if (lost === 0) journal.clear?.()
  if (taken > 0) log.warn({ stops: taken }, 'stops of the emergency file were taken over')
  return taken
}

/**
 * It is unknown which of them the authority had taken: each is held, and sent again. A stop that is over, or was refused, holds
 * nothing.
 */
async function insertDevices(tx: Db, org: OrgRuntime, row: OperationRow, devices: readonly string[]): Promise<void> {
  const at = row.accepted_at ?? row.requested_at
  const outcome = isOver(row) ? 'unknown' : 'pending'
  await insertItems(
    tx,
    devices.map((id, position) => ({ ...newItem(row.id, position, id, org, at), outcome })),
  )
  const kind = row.kind === 'disable' ? 'fallback-stop' : 'operation'
  const held = isOver(row) ? [] : devices
  await insertHolds(
    tx,
    held.map((id) => newHold(row, id, kind, at)),
  )
}

type Found = { row: OperationRow; events: JournalEvent[]; devices: string[] }

/** The last known row of each stop, with its events and, for the fall-back, its devices. */
function collect(lines: Record<string, unknown>[]): Map<string, Found> {
  const found = new Map<string, Found>()
  for (const line of lines) {
    const { operation, operation_id: id, devices } = Line.safeParse(line).data ?? {}
    if (devices && id) Object.assign(found.get(id) ?? {}, { devices })
    if (!operation) continue
    const row = operation as unknown as OperationRow
    const known = found.get(row.id) ?? { row, events: [], devices: [] }
    known.row = row
    const { operation: _, ...event } = line
    if (typeof event.id === 'string') known.events.push(event as unknown as JournalEvent)
    found.set(row.id, known)
  }
  return found
}
