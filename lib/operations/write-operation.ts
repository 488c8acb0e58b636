/**
 * Writes an operation with its items, its holds and its event: all of it in one transaction, or nothing. A stop of a reviewed
 * selection, whose devices the store has, is sent as soon as its row and its event are written: `write-selected.ts` writes the rest.
 */

import { originOf, record } from '@/lib/audit/audit-log'
import { TIMED_OUT, withTimeout, withTimeoutOr } from '@/lib/concurrency/with-timeout'
import type { StartOperation } from '@/lib/domain/command'
import { isStop } from '@/lib/domain/operation'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertFence, liftFence } from '@/lib/store/fences'
import { insertHoldsOfItems, liveHolds } from '@/lib/store/holds'
import { updateItems } from '@/lib/store/operation-items'
import { findOperation, insertOperation } from '@/lib/store/operations'
import { insertRehearsal } from '@/lib/store/rehearsals/rehearsals'
import type { Db } from '@/lib/store/rows/db'
import type { FenceRow, OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { canStart } from './calls/call-devices'
import { type PreparedRun, prepareRun } from './calls/prepare-run'
import type { Act, OperationDeps } from './deps/operation-deps'
import { NO_WITHDRAWAL } from './deps/sent-devices'
import { newOperation } from './plan/new-operation'
import { newItem, withHolds } from './plan/plan-items'
import { planSteps } from './plan/plan-steps'
import { pushTo } from './plan/push-to'
import { writeItems } from './write-items'
import { giveUpHolds } from './write-results'
import { writeSelected } from './write-selected'

const timeOf = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text))

const newFence = (
  { id, org_id, selector, requested_at }: OperationRow,
  { endsAt, remindAt }: NonNullable<StartOperation['fence']>,
): FenceRow => ({
  operation_id: id,
  org_id,
  selector: selector ?? '',
  placed_at: requested_at,
  ends_at: timeOf(endsAt),
  remind_at: timeOf(remindAt),
  reminded_at: null,
  ended_at: null,
  lifted_at: null,
})

/** How long a stop of that many devices waits for its rows, in ms. */
export const rowsWaitMs = ({ storeWaitMs }: OperationDeps, devices: number): number => storeWaitMs + devices / 10

export type Target = {
  deviceIds: string[]
  selector: string | null
  selectionId: string | null
  undone: OperationRow | null
}

/** How long an undo waits for the calls of its stop before it is written, in ms. */
const CALLS_WAIT_MS = 1_000

/** The transaction that writes an act decides what it requires to start agents. @throws the refusal. */
export type Guard = (tx: Db, deviceIds: readonly string[]) => Promise<void>

/** `prepared`: absent of one that begins later. `rest`: its items and holds, where they are still being written. */
type Written = { row: OperationRow; prepared?: PreparedRun; rest?: Promise<void> }

/** A revoke from now on. A rehearsal is no stop that must go on without its record. */
export const mayGoWithoutStore = ({ kind, fence, startAt, rehearsal }: StartOperation): boolean =>
  kind === 'revoke' && !fence && !startAt && !rehearsal

/** Null for a revoke that the store refused or did not take in time: a stop goes on without it. */
export async function writeInTime(
  context: Act,
  input: StartOperation,
  bodyDigest: string,
  target: Target,
  guard: Guard,
): Promise<Written | null> {
  const late = new AbortController()
  const writing = writeOperation(context, input, bodyDigest, target, { guard, late: late.signal })
  if (!mayGoWithoutStore(input)) return writing
  try {
    const written = await withTimeout(writing, rowsWaitMs(context.deps, target.deviceIds.length))
    if (written !== TIMED_OUT) return written
  } catch (error) {
    // If another request with this id has its row, that is no fault of the store.
    const { store, storeWaitMs } = context.deps
    if (await withTimeoutOr(findOperation(store.reads, input.id), storeWaitMs, undefined)) throw error
    context.deps.log.error({ err: error, operationId: input.id }, 'a revoke could not be recorded in the store')
    return null
  }
  late.abort()
  // A commit in progress may still succeed; if it takes longer than this, the stop's own record replaces it.
  return withTimeoutOr(writing, context.deps.storeWaitMs, null)
}

/** @param late aborts it, as long as it is not committed. */
async function writeOperation(
  context: Act,
  input: StartOperation,
  bodyDigest: string,
  { deviceIds, selector, selectionId }: Target,
  { guard, late }: { guard: Guard; late: AbortSignal },
): Promise<Written> {
  const { deps, org } = context
  const now = deps.clock.now()
  const row = newOperation(context, input, bodyDigest, { total: deviceIds.length, selector, selectionId })
  let items = deviceIds.map((deviceId, position) => newItem(row.id, position, deviceId, org, now))
  if (row.staged) items = planSteps(items, org.parts, (id) => org.fleet.get(id)?.lastValidatedAt ?? null)
  const isNow = row.state !== 'scheduled'
  const requested = (tx: Db) =>
    record(
      tx,
      originOf(context, org.row.id),
      'operation.requested',
      {
        operationId: row.id,
        operation: row.kind,
        count: row.total,
        selector,
        ...(row.total === 1 ? { deviceId: deviceIds[0] } : {}),
        ...(row.undoes ? { undoes: row.undoes } : {}),
        ...(input.fence ? { fence: input.fence } : {}),
        ...(input.startAt ? { startAt: input.startAt } : {}),
        ...(row.staged ? { staged: true as const } : {}),
        ...(input.rehearsal ? { rehearsal: true as const } : {}),
      },
      row.reason,
    )
  if (row.kind === 'revoke' && isNow && selectionId !== null && !input.fence)
    return writeReviewedStop(context, row, items, requested, late)
  let prepared: PreparedRun | undefined
  // A try in flight may still end with a *not now*: then nothing was sent.
  if (isNow && row.undoes) await withTimeout(deps.sent.callsEnded(org.row.id, deviceIds), CALLS_WAIT_MS)
  const withdrawal = isNow && row.undoes ? deps.sent.withdraw(row.undoes, deviceIds) : NO_WITHDRAWAL
  const writing = deps.store.db.transaction().execute(async (tx) => {
    if (!isStop(row.kind)) await guard(tx, deviceIds)
    await insertOperation(tx, row)
    const itemsWritten = writeItems(tx, items, selectionId)
    // The store has its own thread: what the run needs of the items is made while they are written.
    if (isNow && !canStart(row.kind)) prepared = prepareRun(org, row, items)
    await itemsWritten
    // One that begins later holds nothing and releases nothing until then.
    if (isNow)
      items = await takeEffect(tx, org, row, items, now, { fence: input.fence, withdrawn: withdrawal.deviceIds })
    if (input.rehearsal)
      for (const device_id of deviceIds)
        await insertRehearsal(tx, { operation_id: row.id, org_id: row.org_id, device_id })
    await requested(tx)
    late.throwIfAborted()
  })
  await writing.then(withdrawal.keep, withdrawal.giveBack)
  await writing
  return isNow ? { row, prepared: prepared ?? prepareRun(org, row, items) } : { row }
}

/** Row and event first; `rest` begins in the same turn, as it has to. */
async function writeReviewedStop(
  { deps, org }: Act,
  row: OperationRow,
  items: readonly OperationItemRow[],
  requested: (tx: Db) => Promise<void>,
  late: AbortSignal,
): Promise<Written> {
  const begun = deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    await requested(tx)
    late.throwIfAborted()
  })
  const rest = writeSelected(deps, row, items, begun)
  deps.itemWrites.begin(row.id, rest)
  const prepared = prepareRun(org, row, items)
  await begun
  return { row, prepared, rest }
}

/**
 * What an operation changes in the store when it begins: the holds of a stop, the items of a resume that others hold, what
 * an undo gives up. `withdrawn`: devices of an undo that its stop never sent, and never will: they need no call.
 * @returns the items as they are then.
 */
export async function takeEffect(
  tx: Db,
  org: OrgRuntime,
  row: OperationRow,
  items: readonly OperationItemRow[],
  now: number,
  { fence, withdrawn = new Set() }: { fence?: StartOperation['fence']; withdrawn?: ReadonlySet<string> } = {},
): Promise<OperationItemRow[]> {
  if (row.kind === 'revoke') await insertHoldsOfItems(tx, row, fence ? 'fence' : 'operation', now)
  if (fence) await insertFence(tx, newFence(row, fence))
  if (!canStart(row.kind)) return [...items]
  const deviceIds = items.map((item) => item.device_id)
  const holds = await liveHolds(tx, row.org_id, deviceIds)
  const known = withHolds(row, [...items], holds).map((item) =>
    item.outcome === 'pending' && withdrawn.has(item.device_id) ? { ...item, ...NEVER_SENT } : item,
  )
  for (const [, alike] of groupBy(
    known.filter((item) => item.outcome !== 'pending'),
    ({ outcome, message }) => `${outcome}:${message}`,
  )) {
    const [{ outcome, code, message }] = alike as [OperationItemRow]
    const ids = alike.map((item) => item.device_id)
    await updateItems(tx, row.id, ids, { outcome, code, message, updated_at: now })
  }
  if (!row.undoes) return known
  // From here on the fence revokes no new devices: its holds are being released.
  await liftFence(tx, row.undoes, now)
  const taken = { outcome: 'skipped', code: 'withdrawn', message: 'withdrawn before it was sent' } as const
  await updateItems(tx, row.undoes, [...withdrawn], { ...taken, updated_at: now })
  // It gives up its own hold even on a device that another one keeps stopped.
  const settled = known.filter((item) => item.outcome !== 'pending').map((item) => item.device_id)
  await giveUpHolds({ org, row }, tx, settled, now)
  return known
}

/** Of an undo: the device was not stopped by what is taken back. */
const NEVER_SENT = {
  outcome: 'skipped',
  code: 'withdrawn',
  message: 'its stop was never sent: withdrawn without a call',
} as const

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) pushTo(groups, keyOf(item), item)
  return groups
}
