/** The open sessions of one person: listed, and ended one by one or all but one. */
import { STOP_ONLY_AFTER_MS } from '@/lib/domain/policy'
import { deviceName } from '@/lib/domain/sign-in/device-name'
import type { SessionView } from '@/lib/domain/wire/account'
import { endOwnSession, listOpenSessions } from '@/lib/store/people/sessions'
import type { Db } from '@/lib/store/rows/db'

/** @param thisId the session of the request, if it is one of them. */
export async function listSessionsOf(db: Db, userId: string, now: number, thisId?: string): Promise<SessionView[]> {
  return (await listOpenSessions(db, now, userId)).map((row) => ({
    id: row.id,
    device: deviceName(row.device),
    address: row.address,
    signedInAt: new Date(row.created_at).toISOString(),
    lastUsedAt: new Date(row.last_seen_at).toISOString(),
    isThis: row.id === thisId,
    isIdle: Math.abs(now - row.last_seen_at) > STOP_ONLY_AFTER_MS,
  }))
}

/** Ends sessions of a person by id; those of another person are left. The ids of those that were open. */
export async function endSessionsIn(db: Db, userId: string, ids: readonly string[], now: number): Promise<string[]> {
  const ended: string[] = []
  for (const id of ids) if ((await endOwnSession(db, userId, id, now)).numUpdatedRows > 0n) ended.push(id)
  return ended
}
