/**
 * Begins scheduled operations when their time comes. A stop or a registration simply begins. A resume begins only if
 * nothing changed: if it is late, or a newer stop covers its org or its devices, it waits for a person.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { isResume } from '@/lib/domain/operation'
import { beginScheduled } from '@/lib/domain/operation-state'
import { isOrgDisable } from '@/lib/domain/stop-state'
import { prepareRun } from '@/lib/operations/calls/prepare-run'
import { NOT_BEGUN, pauseForPerson } from '@/lib/operations/pause-for-person'
import { runOperation } from '@/lib/operations/run-operation'
import { takeEffect } from '@/lib/operations/write-operation'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { retryOrgStop } from '@/lib/stops/retry-org-stop'
import { liveHolds } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { findOperation, listDueOperations, listLiveStops, moveOperation } from '@/lib/store/operations'
import type { OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { columnsOf } from '@/lib/store/state-columns'
import type { BackgroundDeps } from './background-deps'

const LOOK_EVERY_MS = 1_000
/** A resume that starts later than this would act on a state that no person has reviewed. */
const LATE_MS = 60_000

/** @returns a function that stops the timer. */
export function startSchedule(deps: BackgroundDeps): () => void {
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    deps.duties
      .has('schedule')
      .then((isOurs) => (isOurs ? startDueOperations(deps) : undefined))
      .catch((error) => deps.log.error({ err: error }, 'scheduled operations not begun'))
      .finally(() => {
        busy = false
      })
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

export async function startDueOperations(deps: BackgroundDeps): Promise<void> {
  for (const row of await listDueOperations(deps.store.reads, deps.clock.now())) {
    const org = deps.orgs.byId(row.org_id)
    if (org) await begin(deps, org, row)
  }
}

async function begin(deps: BackgroundDeps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const items = await listItems(deps.store.reads, row.id)
  const why = isResume(row.kind) ? await whyNot(deps, org, row, items) : null
  if (why) return pauseForPerson({ deps, org, row }, NOT_BEGUN, why)
  const now = deps.clock.now()
  const change = beginScheduled(row)
  const begun: OperationRow = { ...row, ...columnsOf(change) }
  const effective = await deps.store.db.transaction().execute(async (tx) => {
    // Since it was found due, a person may have withdrawn it, or another check started it.
    if ((await findOperation(tx, row.id))?.state !== 'scheduled') return null
    await moveOperation(tx, row.id, change)
    const data = { operationId: row.id, operation: row.kind }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.begun', data)
    return takeEffect(tx, org, begun, items, now)
  })
  if (!effective) return
  if (isOrgDisable(row)) retryOrgStop(deps, org, begun)
  else runOperation(deps, org, begun, { prepared: prepareRun(org, begun, effective) })
}

/** What has changed since the resume was requested, in a sentence; null when nothing has. */
async function whyNot(
  deps: BackgroundDeps,
  org: OrgRuntime,
  row: OperationRow,
  items: readonly OperationItemRow[],
): Promise<string | null> {
  const { reads } = deps.store
  if (deps.clock.now() - (row.start_at ?? 0) > LATE_MS)
    return 'it came due while the console was not running; look at the fleet, then continue or cancel.'
  const newer = (await listLiveStops(reads, org.row.id)).find(
    (stop) => stop.kind === 'disable' && stop.requested_at >= row.requested_at,
  )
  if (newer) return `${newer.actor_name} stopped the whole org since; continue once that stop is lifted, or cancel.`
  const ids = items.map((item) => item.device_id)
  const holds = (await liveHolds(reads, org.row.id, ids)).filter((hold) => hold.placed_at >= row.requested_at)
  const [hold] = holds
  if (!hold) return null
  const devices = new Set(holds.map((each) => each.device_id)).size
  return `${hold.actor_name} stopped ${devices === 1 ? hold.device_id : `${devices} of its devices`} since; continue for the others, or cancel.`
}
