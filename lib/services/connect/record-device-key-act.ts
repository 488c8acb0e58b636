import { originOf, record } from '@/lib/audit/audit-log'
import type { DeviceKeyAct, DeviceKeyOutcome } from '@/lib/domain/keys/key-record'
import type { Db } from '@/lib/store/rows/db'
import type { OrgContext } from '../context'
import { faultOutcome } from './record-key-change'

type Steps<Result> = {
  /** Decided in the transaction that writes what was asked for, so that acts sent side by side count each other. */
  allow: (tx: Db) => Promise<void>
  send: () => Promise<Result>
  /** What the record says of the answer. */
  counted: (result: Result) => Pick<DeviceKeyOutcome, 'changed' | 'refused'>
}

/**
 * Makes an act on keys of devices at the authority, recorded before it is sent and with what came of it: if the console ends in
 * between, the record still has who wanted it.
 */
export async function recordDeviceKeyAct<Result>(
  context: OrgContext,
  act: DeviceKeyAct,
  reason: string | undefined,
  { allow, send, counted }: Steps<Result>,
): Promise<Result> {
  const { deps, org } = context
  const inTransaction = deps.store.db.transaction()
  const origin = () => originOf(context, org.row.id)
  await inTransaction.execute(async (tx) => {
    await allow(tx)
    await record(tx, origin(), 'device-key.requested', act, reason ?? null)
  })
  const end = (outcome: DeviceKeyOutcome) =>
    inTransaction.execute((tx) => record(tx, origin(), 'device-key.changed', { ...act, ...outcome }, reason ?? null))
  let result: Result
  try {
    result = await send()
  } catch (error) {
    await end(faultOutcome(error))
    throw error
  }
  await end({ outcome: 'done', ...counted(result) })
  return result
}
