/**
 * Starts an operation: one transaction writes the operation, its items, its holds and the audit event; then the runner
 * sends it. The operation id comes from the caller and makes a second press of the same act harmless.
 */
import { createHash } from 'node:crypto'
import { StartOperation } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { isOrgWide, isStop, type Operation, PERMISSION_OF } from '@/lib/domain/operation'
import { OWN_UNDO_MS, type Permission } from '@/lib/domain/policy'
import { insertHoldsOfItems, liveHolds, releaseHolds } from '@/lib/store/holds'
import { findOperation, insertItems, insertOperation } from '@/lib/store/operations'
import type { OperationItemRow, OperationRow } from '@/lib/store/schema'
import { originOf, record } from '../audit-log'
import type { OrgContext } from '../context'
import { authorize, requireRecentSignIn, service } from '../service'
import { enableOrg } from '../stops/enable-org'
import { pressOrgStop } from '../stops/stop-org'
import { LATE, STORE_WAIT_MS, within, withinOr } from '../stops/within'
import { newOperation } from './new-operation'
import { mayRelease, newItem, withHolds } from './plan-items'
import { resolveTarget, type Target, undoKind } from './resolve-target'
import { revokeWithoutStore, storeWaitMs } from './revoke-without-store'
import { runOperation } from './run-operation'
import { viewOperation } from './view-operation'

export const startOperation = service({
  // The floor: every role above viewer may stop. What this act needs is decided below, once its kind is known.
  permission: 'stop',
  input: StartOperation,
  async run(context, input): Promise<Operation> {
    const { deps, org } = context
    const undone = await findUndone(context, input)
    await authorize(context, requiredPermission(context, input, undone))
    const bodyDigest = createHash('sha256').update(JSON.stringify(input)).digest('hex')
    if (isOrgWide(input.kind) && input.target)
      throw new InvalidInput(`target: ${input.kind} is of the whole org and takes no devices`)
    if (input.kind === 'disable') return pressOrgStop(context, { ...input, bodyDigest })
    const existing = await findOperation(deps.store.reads, input.id).catch(storeFault)
    if (existing) return sameOperation(context, existing, bodyDigest)
    try {
      if (input.kind === 'enable') return await enableOrg(context, { ...input, bodyDigest })
      const target = await resolveTarget(context, input, undone)
      requireFriction(context, input, target)
      const written = await writeInTime(context, input, bodyDigest, target)
      if (!written) return await revokeWithoutStore(context, input, bodyDigest, target)
      runOperation(deps, org, written.row, { items: written.items })
      return await viewOperation(deps, org, written.row)
    } catch (error) {
      if (error instanceof AppError) throw error
      // Two presses of one id at the same moment: the second finds the first one's row.
      const winner = await findOperation(deps.store.db, input.id)
      if (winner) return sameOperation(context, winner, bodyDigest)
      throw error
    }
  },
})

async function findUndone(context: OrgContext, input: StartOperation): Promise<OperationRow | null> {
  if (!input.undoes) return null
  const undone = await findOperation(context.deps.store.db, input.undoes)
  if (!undone || undone.org_id !== context.org.row.id)
    throw new AppError('not-found', 'There is no such operation to undo.')
  const kind = undoKind(undone.kind)
  if (kind === null) throw new AppError('conflict', `A ${undone.kind} cannot be undone.`)
  if (kind !== input.kind) throw new InvalidInput(`kind: undoing a ${undone.kind} is a ${kind}`)
  return undone
}

/** Taking back one's own revoke of one device within 10 s asks for no more than the stop itself did. */
function isOwnUndo({ actor, deps }: OrgContext, undone: OperationRow | null): boolean {
  return (
    undone?.kind === 'revoke' &&
    undone.total === 1 &&
    undone.user_id === actor.userId &&
    deps.clock.now() - undone.requested_at <= OWN_UNDO_MS
  )
}

const requiredPermission = (context: OrgContext, input: StartOperation, undone: OperationRow | null): Permission =>
  isOwnUndo(context, undone) ? 'stop' : PERMISSION_OF[input.kind]

async function sameOperation(context: OrgContext, existing: OperationRow, bodyDigest: string): Promise<Operation> {
  if (existing.org_id === context.org.row.id && existing.body_digest === bodyDigest) {
    return viewOperation(context.deps, context.org, existing)
  }
  throw new AppError('conflict', 'This operation id was used for another act. Nothing was changed; use a new id.')
}

/** What the store must be read for cannot go on; a stop of the whole org came before this. */
function storeFault(error: unknown): never {
  throw new AppError(
    'unavailable',
    'The console cannot read its own database. Stopping the whole org still works. Nothing was changed.',
    {
      cause: error,
    },
  )
}

/** The friction table of the product: by blast radius and reversibility. */
function requireFriction(context: OrgContext, input: StartOperation, { deviceIds, undone }: Target): void {
  if (deviceIds.length === 0) throw new InvalidInput('target: no device is meant; nothing was changed')
  if (isStop(input.kind) || input.kind === 'register') return
  if (input.kind === 'restore' && (deviceIds.length === 1 || isOwnUndo(context, undone))) return
  if (!input.reason) throw new InvalidInput(`reason: ${input.kind} of these devices needs a reason`)
  requireRecentSignIn(context)
  if (input.kind !== 'remove') return
  const expected = deviceIds.length === 1 ? deviceIds[0] : context.org.row.name
  if (input.typed !== expected)
    throw new InvalidInput(`typed: type ${expected} to remove ${deviceIds.length === 1 ? 'it' : 'these devices'}`)
}

type Written = { row: OperationRow; items: readonly OperationItemRow[] }

/** Null for a revoke that the store refused or did not take in time: a stop goes on without it. */
async function writeInTime(
  context: OrgContext,
  input: StartOperation,
  bodyDigest: string,
  target: Target,
): Promise<Written | null> {
  const late = new AbortController()
  const writing = writeOperation(context, input, bodyDigest, target, late.signal)
  if (input.kind !== 'revoke') return writing
  try {
    const written = await within(writing, storeWaitMs(target.deviceIds.length))
    if (written !== LATE) return written
  } catch (error) {
    // The row of another press of this id is no fault of the store.
    if (await findOperation(context.deps.store.reads, input.id)) throw error
    context.deps.log.error({ err: error, operationId: input.id }, 'a revoke could not be recorded in the store')
    return null
  }
  late.abort()
  // A commit that was out already may count after all; later than this, the stop's own record takes its place.
  return withinOr(writing, STORE_WAIT_MS, null)
}

/** @param late gives it up, as long as it is not committed. */
async function writeOperation(
  context: OrgContext,
  input: StartOperation,
  bodyDigest: string,
  { deviceIds, selector, selectionId }: Target,
  late: AbortSignal,
): Promise<Written> {
  const { deps, org } = context
  const now = deps.clock.now()
  const row = newOperation(context, input, bodyDigest, { total: deviceIds.length, selector, selectionId })
  let items = deviceIds.map((deviceId, position) => newItem(row.id, position, deviceId, org, now))
  await deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    if (row.kind === 'restore') {
      const holds = await liveHolds(tx, org.row.id, deviceIds)
      items = withHolds(row, items, holds)
      await insertItems(tx, items)
      if (row.undoes) await releaseOfHeld(tx, row, items, holds, now, org)
    } else {
      await insertItems(tx, items)
      if (row.kind === 'revoke') await insertHoldsOfItems(tx, row, 'operation', now)
    }
    await record(
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
      },
      row.reason,
    )
    late.throwIfAborted()
  })
  return { row, items }
}

/** An undo gives up its own hold even on a device that another hold keeps stopped. */
async function releaseOfHeld(
  tx: Parameters<typeof releaseHolds>[0],
  row: OperationRow,
  items: Awaited<ReturnType<typeof withHolds>>,
  holds: Awaited<ReturnType<typeof liveHolds>>,
  now: number,
  org: OrgContext['org'],
): Promise<void> {
  const held = new Set(items.filter((item) => item.code === 'held').map((item) => item.device_id))
  const own = holds.filter((hold) => held.has(hold.device_id) && mayRelease(row, hold))
  await releaseHolds(
    tx,
    own.map((hold) => hold.id),
    row.id,
    now,
  )
  if (row.undoes)
    org.stops.release(
      row.undoes,
      own.map((hold) => hold.device_id),
    )
}
