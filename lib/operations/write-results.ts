/** One transaction per slice: its answers, the holds that a restore releases, the holds that a stop found elsewhere. */

import { finalOutcome } from '@/lib/domain/call-outcome'
import { liftDevices } from '@/lib/domain/operation-state'
import { givenUpSince, insertHolds, liveHolds, releaseHolds, resumedSince } from '@/lib/store/holds'
import type { PickedItems } from '@/lib/store/operation-items'
import { updateItems } from '@/lib/store/operation-items'
import { moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import { type CallResult, callKindOf } from './calls/call-devices'
import { acknowledgeSoFar } from './calls/note-outage'
import type { OperationRun } from './calls/operation-run'
import { mayRelease, newHold } from './plan/plan-items'
import { pushTo } from './plan/push-to'

/** @param results none of them preempted. */
export async function writeResults(job: OperationRun, results: readonly CallResult[]): Promise<void> {
  const { deps, org, row } = job
  await deps.itemWrites.of(row.id)
  const now = deps.clock.now()
  const accepted = results.filter((result) => result.outcome === 'accepted')
  const kind = callKindOf(row.kind)
  await deps.store.db.transaction().execute(async (tx) => {
    for (const group of groupAlike(results)) {
      const { outcome, changed, revision, code, message, requestId } = group[0] as CallResult
      const final = finalOutcome(outcome)
      await updateItems(tx, row.id, picked(job, group), {
        ...(final && { outcome: final }),
        accepted_at: outcome === 'accepted' ? now : null,
        accepted_revision: revision ?? null,
        code: code ?? (changed === false ? 'unchanged' : null),
        message: message ?? null,
        request_id: requestId ?? null,
        updated_at: now,
      })
    }
    if (kind === 'restore')
      await giveUpHolds(
        job,
        tx,
        accepted.map((result) => result.deviceId),
        now,
      )
    if (kind === 'revoke') await holdFoundElsewhere(job, tx, accepted, now)
  })
  if (kind === 'revoke' && accepted.length > 0) {
    const stopped = accepted.map(({ deviceId, revision }) => ({ deviceId, revision }))
    org.stops.accept(row.id, { kind: 'revoke' }, stopped, now)
    await acknowledgeSoFar(job)
  }
}

/** Releases on these devices what a restore may release; a stop that holds nothing any more is lifted. */
export async function giveUpHolds(
  { org, row }: Pick<OperationRun, 'org' | 'row'>,
  tx: Db,
  deviceIds: readonly string[],
  now: number,
): Promise<void> {
  const holds = (await liveHolds(tx, org.row.id, deviceIds)).filter((hold) => mayRelease(row, hold))
  await releaseHolds(
    tx,
    holds.map((hold) => hold.id),
    row.id,
    now,
  )
  const byOperation = new Map<string, string[]>()
  for (const { operation_id: id, device_id: deviceId } of holds) {
    if (id) pushTo(byOperation, id, deviceId)
  }
  for (const [operationId, deviceIds] of byOperation) {
    if (org.stops.release(operationId, deviceIds)) await moveOperation(tx, operationId, liftDevices())
  }
}

/**
 * A device that was revoked already, and by no hold of ours, stays revoked when this stop is undone. If an undo released
 * the hold after this stop was requested, the device counts as held by this stop: it stayed revoked because of it. The same goes
 * for a hold that another resume released since: that resume was answered later, and this stop is sent again.
 */
async function holdFoundElsewhere(
  { org, row, before }: OperationRun,
  tx: Db,
  accepted: readonly CallResult[],
  now: number,
): Promise<void> {
  const already = accepted.filter(({ deviceId, changed }) => !(changed ?? before.get(deviceId) !== 'revoked'))
  if (already.length === 0) return
  const ids = already.map((result) => result.deviceId)
  const held = new Set(
    (await liveHolds(tx, org.row.id, ids)).filter((hold) => hold.operation_id !== row.id).map((hold) => hold.device_id),
  )
  const free = ids.filter((id) => !held.has(id))
  if (free.length === 0) return
  const givenUp = await givenUpSince(tx, org.row.id, free, row.requested_at)
  const resumed = await resumedSince(tx, org.row.id, free, row.requested_at)
  const elsewhere = free.filter((id) => !givenUp.has(id) && !resumed.has(id))
  // It was so before this stop was requested: a restore that was requested since is the newer act.
  const foundAt = row.finished_at === null ? row.requested_at : now
  await insertHolds(
    tx,
    elsewhere.map((id) => newHold(row, id, 'elsewhere', foundAt)),
  )
}

/** Answers that are written alike go in one statement. */
function groupAlike(results: readonly CallResult[]): CallResult[][] {
  const groups = new Map<string, CallResult[]>()
  for (const result of results) {
    const { outcome, changed, revision, code, message, requestId } = result
    pushTo(groups, `${outcome} ${changed} ${revision} ${requestId} ${code} ${message}`, result)
  }
  return [...groups.values()]
}

/** Neighbours are named by the first and the last place among the items, others by their ids. */
function picked({ positions }: OperationRun, group: readonly CallResult[]): PickedItems {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { deviceId } of group) {
    const position = positions.get(deviceId) ?? Number.NaN
    first = Math.min(first, position)
    last = Math.max(last, position)
  }
  return last - first + 1 === group.length ? { first, last } : group.map((result) => result.deviceId)
}
