/** Leases: they let one process of many do a job. */
import type { Db } from './rows/db'

/** Takes or renews a lease until `expiresAt`; false while another holder's lease runs. */
export async function takeLease(
  db: Db,
  name: string,
  holder: string,
  now: number,
  expiresAt: number,
): Promise<boolean> {
  await db
    .insertInto('leases')
    .values({ name, holder, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, expires_at: expiresAt })
        .where((e) => e.or([e('leases.holder', '=', holder), e('leases.expires_at', '<=', now)])),
    )
    .execute()
  const row = await db.selectFrom('leases').select('holder').where('name', '=', name).executeTakeFirst()
  return row?.holder === holder
}
