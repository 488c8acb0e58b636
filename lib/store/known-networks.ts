/** Networks from which a user signed in: bounded in number for each user, and forgotten when they were not used for long. */
import type { Db } from './rows/db'

/** Of one user. A person who travels has as many; a provider that gives a new address every day must not fill the table. */
export const NETWORKS_MAX = 20
const FORGOTTEN_AFTER_MS = 90 * 86_400_000

/** Whether the user signed in from the network lately. */
export async function isKnownNetwork(db: Db, userId: string, network: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('known_networks')
    .select('last_at')
    .where('user_id', '=', userId)
    .where('network', '=', network)
    .executeTakeFirst()
  return row !== undefined && now - row.last_at <= FORGOTTEN_AFTER_MS
}

/** Every network from which a person signed in lately. */
export async function listKnownNetworks(db: Db, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom('known_networks')
    .select('network')
    .distinct()
    .where('last_at', '>=', now - FORGOTTEN_AFTER_MS)
    .execute()
  return rows.map(({ network }) => network)
}

/** Keeps the network as the one used last; the oldest beyond `NETWORKS_MAX`, and expired ones of every person, are deleted. */
export async function keepNetwork(db: Db, userId: string, network: string, now: number): Promise<void> {
  await db
    .insertInto('known_networks')
    .values({ user_id: userId, network, last_at: now })
    .onConflict((conflict) => conflict.columns(['user_id', 'network']).doUpdateSet({ last_at: now }))
    .execute()
  await db
    .deleteFrom('known_networks')
    .where('last_at', '<', now - FORGOTTEN_AFTER_MS)
    .execute()
  const kept = db
    .selectFrom('known_networks')
    .select('network')
    .where('user_id', '=', userId)
    .orderBy('last_at', 'desc')
    .orderBy('network')
    .limit(NETWORKS_MAX)
  await db.deleteFrom('known_networks').where('user_id', '=', userId).where('network', 'not in', kept).execute()
}
