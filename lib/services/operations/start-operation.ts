/**
 * Starts an operation: it is written with its items, its holds and the audit event; then the runner sends it. The operation id
 * comes from the caller and makes a second request of the same act harmless.
 */
import { createHash } from 'node:crypto'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { StartOperation } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { isTyped, shownId } from '@/lib/domain/ids/shown-id'
import { LATER_DAYS_MAX, LATER_MAX_MS } from '@/lib/domain/limits'
import { isOrgWide, type Operation, type OperationKind, PERMISSION_OF, undoKind } from '@/lib/domain/operation'
import { OWN_UNDO_MS, type Permission } from '@/lib/domain/policy'
import { isOver } from '@/lib/domain/stop-state'
import { runOperation } from '@/lib/operations/run-operation'
import { mayGoWithoutStore, rowsWaitMs, type Target, writeInTime } from '@/lib/operations/write-operation'
import { rehearseOrgStop } from '@/lib/stops/rehearse-org-stop'
import { resumeOrg } from '@/lib/stops/resume-org'
import { revokeWithoutStore } from '@/lib/stops/revoke-without-store'
import { requestOrgStop } from '@/lib/stops/stop-org'
import { fencesOf } from '@/lib/store/fences'
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { operationView, viewOperation } from '@/lib/views/view-operation'
import { viewStop } from '@/lib/views/view-stop'
import type { OrgContext } from '../context'
import { requireFence } from '../fences/validate-fence'
import { requireFriction, requireOrgFriction, startOf } from '../friction'
import { authorize, service } from '../service'
import { requireRegistrable } from './require-registrable'
import { requireRehearsal } from './require-rehearsal'
import { resolveTarget } from './resolve-target'

export const startOperation = service({
  // The floor: every role above viewer may stop. What this act needs is decided below, once its kind is known.
  permission: 'stop',
  stopsFromMemory: true,
  input: StartOperation,
  async run(context, input): Promise<Operation> {
    const { deps, org } = context
    const undone = await findUndone(context, input)
    await authorize(context, requiredPermission(context, input, undone))
    const bodyDigest = createHash('sha256').update(JSON.stringify(input)).digest('hex')
    if (isOrgWide(input.kind) && input.target)
      throw new InvalidInput(`target: ${input.kind} is of the whole org and takes no devices`)
    if (input.rehearsal && !REHEARSED.has(input.kind))
      throw new InvalidInput('rehearsal: only a revoke, a register or a disable can be one')
    if (input.kind === 'disable' && !input.startAt && !input.rehearsal)
      return viewStop(deps, org, await requestOrgStop(context, { ...input, bodyDigest }))
    await requireLater(context, input)
    const existing = await findExisting(context, input)
    if (existing) return sameOperation(context, existing, bodyDigest)
    try {
      if (input.kind === 'enable') {
        requireOrgFriction(context, input.reason)
        const rehearsal = undone?.rehearsal ? undone : undefined
        if (rehearsal && isOver(rehearsal))
          throw new AppError('conflict', 'This rehearsal is over. Nothing was changed.')
        return await viewStop(deps, org, await resumeOrg(context, { ...input, bodyDigest }, rehearsal))
      }
      if (input.kind === 'disable' && input.rehearsal) {
        await requireRehearsal(context, input, NO_DEVICES)
        return await viewStop(deps, org, await rehearseOrgStop(context, { ...input, bodyDigest }))
      }
      const target = isOrgWide(input.kind) ? NO_DEVICES : await resolveTarget(context, input, undone)
      if (!isOrgWide(input.kind)) requireDevices(context, input, target)
      if (input.kind === 'register') requireRegistrable(target.deviceIds)
      if (input.fence) requireFence(context, input, target)
      if (input.rehearsal) await requireRehearsal(context, input, target)
      const written = await writeInTime(context, input, bodyDigest, target, async (tx, deviceIds) =>
        requireFriction(tx, context, await startOf(tx, context, input, deviceIds), input.reason),
      )
      if (!written) {
        const { row, outcomes } = await revokeWithoutStore(context, input, bodyDigest, target)
        return operationView(deps, org, row, outcomes, null)
      }
      if (!input.startAt) runOperation(deps, org, written.row, { prepared: written.prepared })
      // What is shown of it is in the store then; the calls are out already.
      await withTimeoutOr(Promise.resolve(written.rest), rowsWaitMs(deps, written.row.total), undefined)
      return await viewOperation(deps, org, written.row)
    } catch (error) {
      if (error instanceof AppError) throw error
      // Two requests with one id at the same moment: the second finds the first one's row.
      const winner = await findOperation(deps.store.db, input.id)
      if (winner) return sameOperation(context, winner, bodyDigest)
      throw error
    }
  },
})

const REHEARSED: ReadonlySet<OperationKind> = new Set(['revoke', 'register', 'disable'])

/** A scheduled stop of the whole org has no devices of its own. */
const NO_DEVICES: Target = { deviceIds: [], selector: null, selectionId: null, undone: null }

/** @throws InvalidInput for a start or steps that this act cannot have. */
async function requireLater(
  { deps }: OrgContext,
  { kind, startAt, staged, fence, undoes }: StartOperation,
): Promise<void> {
  if (staged && kind !== 'restore') throw new InvalidInput('staged: only a restore goes step by step')
  if (!startAt) return
  if (kind === 'enable') throw new InvalidInput('startAt: the whole org is resumed by a person who looks at it then')
  if (fence) throw new InvalidInput('startAt: a fence is in force from now on')
  if (undoes && (await fencesOf(deps.store.reads, [undoes])).size > 0)
    throw new InvalidInput('startAt: a fence is lifted now; what it revokes until then would not be reviewed')
  const ms = Date.parse(startAt) - deps.clock.now()
  if (ms <= 0) throw new InvalidInput('startAt: that time is over')
  if (ms > LATER_MAX_MS) throw new InvalidInput(`startAt: at most ${LATER_DAYS_MAX} days from now`)
}

async function findUndone(context: OrgContext, input: StartOperation): Promise<OperationRow | null> {
  if (!input.undoes) return null
  const undone = await findOperation(context.deps.store.reads, input.undoes)
  if (!undone || undone.org_id !== context.org.row.id)
    throw new AppError('not-found', 'There is no such operation to undo.')
  const kind = undoKind(undone.kind)
  if (kind === null) throw new AppError('conflict', `A ${undone.kind} cannot be undone.`)
  if (kind !== input.kind) throw new InvalidInput(`kind: undoing a ${undone.kind} is a ${kind}`)
  return undone
}

/** Taking back one's own revoke of one device within 10 s requires no more than the stop itself did; a session that can only stop takes nothing back. */
function isOwnUndo({ actor, deps }: OrgContext, undone: OperationRow | null): boolean {
  return (
    !actor.isIdle &&
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

/** An act of this id that there is. A revoke does not wait for a store that is late: one that it cannot find is sent again, which harms nothing. */
function findExisting({ deps }: OrgContext, input: StartOperation): Promise<OperationRow | undefined> {
  const reading = findOperation(deps.store.reads, input.id)
  if (!mayGoWithoutStore(input)) return reading.catch(storeFault)
  return withTimeoutOr(reading, deps.storeWaitMs, deps.stopRequests.find(input.id)?.row)
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

/** @throws InvalidInput for an act on no device, and for a removal that was not confirmed by typing. */
function requireDevices({ org }: OrgContext, input: StartOperation, { deviceIds }: Target): void {
  if (deviceIds.length === 0 && !input.fence) throw new InvalidInput('target: no device is meant; nothing was changed')
  if (input.kind !== 'remove') return
  const expected = deviceIds.length === 1 ? (deviceIds[0] as string) : org.row.name
  if (!isTyped(input.typed, expected))
    throw new InvalidInput(
      `typed: type ${shownId(expected)} to remove ${deviceIds.length === 1 ? 'it' : 'these devices'}`,
    )
}
