/** The end of every operation: reads its devices back and gives each item the outcome that was seen. */
import type { ItemOutcome } from '@/lib/domain/operation'
import { releaseHoldsOfMissed } from '@/lib/store/holds'
import { listItems, updateItems } from '@/lib/store/operations'
import type { OperationItemRow, OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'
import { callKindOf } from './call-devices'

/** Pauses between tries to read back, in ms. */
const READ_BACK_MS = [0, 500, 2_000, 5_000]

export async function settleOperation(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const { db } = deps.store
  const open = await listItems(db, row.id, { outcomes: ['pending'] })
  const wasRead = open.length === 0 || (await readBack(deps, org))
  const byOutcome = new Map<
    string,
    { outcome: ItemOutcome; code: string | null; message: string | null; ids: string[] }
  >()
  for (const item of open) {
    const seen = wasRead
      ? outcomeSeen(org, row, item)
      : { outcome: 'unknown' as const, message: 'the devices could not be read back' }
    const { outcome, message } = seen
    const group = byOutcome.get(`${outcome}:${item.code}:${message}`) ?? {
      outcome,
      code: item.code,
      message: message ?? item.message,
      ids: [],
    }
    group.ids.push(item.device_id)
    byOutcome.set(`${outcome}:${item.code}:${message}`, group)
  }
  const now = deps.clock.now()
  await db.transaction().execute(async (tx) => {
    for (const { outcome, code, message, ids } of byOutcome.values()) {
      await updateItems(tx, row.id, ids, { outcome, code, message, updated_at: now })
    }
    if (callKindOf(row.kind) === 'revoke') await releaseHoldsOfMissed(tx, row.id, now)
  })
  if (callKindOf(row.kind) === 'revoke') watchUnanswered(org, row, open, now)
}

async function readBack(deps: Deps, org: OrgRuntime): Promise<boolean> {
  for (const pauseMs of READ_BACK_MS) {
    if (pauseMs) await deps.pause(pauseMs)
    const read = await org.reader.readNow().then(
      () => true,
      () => false,
    )
    if (read) return true
  }
  return false
}

/** What the last reading shows of one item that the authority did not refuse. */
function outcomeSeen(
  org: OrgRuntime,
  row: OperationRow,
  item: OperationItemRow,
): { outcome: ItemOutcome; message?: string } {
  const device = org.fleet.get(item.device_id)
  const inWantedState = {
    revoke: device?.status === 'revoked',
    restore: device?.status === 'active',
    register: device !== undefined,
    remove: device === undefined,
  }[callKindOf(row.kind)]
  if (inWantedState) return { outcome: item.code === 'unchanged' ? 'skipped' : 'done' }
  if (device?.status === 'unknown')
    return { outcome: 'unknown', message: 'this authority does not show the state of the device' }
  if (item.accepted_at === null)
    return { outcome: 'failed', message: item.message ?? 'the authority gave no clear answer' }
  const state = device ? `is ${device.status}` : 'is not in the list'
  return { outcome: 'failed', message: `accepted, but read back the device ${state}` }
}

/** Its reply was lost, and yet the device was read back revoked: the stop is in force over it, and watched. */
function watchUnanswered(org: OrgRuntime, row: OperationRow, items: readonly OperationItemRow[], now: number): void {
  const revoked = items.filter(
    (item) => item.accepted_at === null && org.fleet.get(item.device_id)?.status === 'revoked',
  )
  if (revoked.length > 0)
    org.stops.accept(
      row.id,
      { kind: 'revoke' },
      revoked.map((item) => ({ deviceId: item.device_id })),
      now,
    )
}
