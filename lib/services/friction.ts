/**
 * What a command that starts agents again requires: a reason and a recent sign-in, if `lib/domain/friction.ts` requires
 * them. Decided inside the transaction that writes the act, so that acts sent side by side count each other.
 */
import { InvalidInput } from '@/lib/domain/errors'
import { guardCause, isGuarded, type OpenReach, STARTS_COUNTED_MS, type Start } from '@/lib/domain/friction'
import type { ItemOutcome, OperationKind } from '@/lib/domain/operation'
import { fencesOf } from '@/lib/store/fences'
import { liveHolds } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { startsOthers } from '@/lib/store/recent-starts'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { OrgContext } from './context'
import { requireRecentSignIn } from './service'

/** What the act is of: an unknown number, or these devices; and whose stop it takes away from one of them. */
export type StartingAct =
  | { open: OpenReach }
  | { open: null; deviceIds: readonly string[]; foreign: (db: Db, deviceId: string) => Promise<boolean> }

/** @throws InvalidInput with the issue `reason`; SignInTooOld. */
export async function requireFriction(
  tx: Db,
  context: OrgContext,
  act: StartingAct,
  reason: string | undefined | null,
): Promise<void> {
  const start = await measure(tx, context, act)
  if (!isGuarded(start)) return
  requireReason(reason, guardCause(start))
  requireRecentSignIn(context)
}

/** For an act that concerns the whole org, whatever it is that it starts. @throws as `requireFriction`. */
export function requireOrgFriction(context: OrgContext, reason: string | undefined | null): void {
  requireReason(reason, guardCause({ open: 'org' }))
  requireRecentSignIn(context)
}

/** A reason without a visible character is none. */
const isReadable = (reason: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(reason)

function requireReason(reason: string | undefined | null, cause: string): void {
  if (reason && isReadable(reason)) return
  const message = `this needs a reason, because ${cause}. Nothing was changed.`
  throw new InvalidInput(`reason: ${message}`, [{ path: 'reason', message }])
}

async function measure(tx: Db, { deps, org, actor }: OrgContext, act: StartingAct): Promise<Start> {
  if (act.open !== null) return { open: act.open }
  const ids = new Set(act.deviceIds)
  const [deviceId] = ids
  // Two count the same as any larger number, so no more has to be read.
  if (deviceId === undefined || ids.size > 1) return { open: null, devices: ids.size, foreignHold: false }
  if (await act.foreign(tx, deviceId)) return { open: null, devices: 1, foreignHold: true }
  const since = deps.clock.now() - STARTS_COUNTED_MS
  const others = await startsOthers(tx, actor.userId, since, { orgId: org.row.id, deviceId })
  return { open: null, devices: others ? 2 : 1, foreignHold: false }
}

type Starting = { kind: OperationKind; undoes?: string | null; startAt?: string | null }

/** A restore, registration or removal of these devices; what takes back a fence concerns a fence. */
export async function startOf(
  db: Db,
  context: OrgContext,
  { kind, undoes, startAt }: Starting,
  deviceIds: readonly string[],
): Promise<StartingAct> {
  if (kind === 'enable' || kind === 'disable') return { open: 'org' }
  if (startAt) return { open: 'later' }
  if (kind === 'remove') return { open: 'removal' }
  if (undoes && (await fencesOf(db, [undoes])).size > 0) return { open: 'fence' }
  return {
    open: null,
    deviceIds,
    foreign: async (tx, deviceId) => {
      const holds = (await liveHolds(tx, context.org.row.id, [deviceId])).filter(
        (hold) => !undoes || hold.operation_id === undoes,
      )
      // Without a hold of ours a restore starts what was stopped outside the console.
      if (holds.length === 0) return kind === 'restore' || context.org.fleet.statusOf(deviceId) === 'revoked'
      return holds.some((hold) => hold.kind !== 'operation' || hold.user_id !== context.actor.userId)
    },
  }
}

/** Going on with a start, or trying it again: of those of its items that have one of these outcomes. @throws as `requireFriction`. */
export async function requireStartFriction(
  tx: Db,
  context: OrgContext,
  { id, kind, undoes }: OperationRow,
  outcomes: readonly ItemOutcome[],
  reason: string | undefined,
): Promise<void> {
  const items = await listItems(tx, id, { outcomes, limit: 2 })
  const deviceIds = items.map((item) => item.device_id)
  await requireFriction(tx, context, await startOf(tx, context, { kind, undoes }, deviceIds), reason)
}

/** Holding up, cancelling or ending a stop: what it was to stop, or holds, goes on or may be started. */
export async function startOfEnding(db: Db, { actor }: OrgContext, stop: OperationRow): Promise<StartingAct> {
  if ((await fencesOf(db, [stop.id])).size > 0) return { open: 'fence' }
  if (stop.kind === 'disable' || stop.total === 0) return { open: 'org' }
  const items = await listItems(db, stop.id, { limit: 2 })
  return {
    open: null,
    deviceIds: items.map((item) => item.device_id),
    foreign: async () => stop.user_id !== actor.userId,
  }
}
