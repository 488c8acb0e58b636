/**
 * Leases: they let one console of many do a job. A lease has no end of its own: it is its holder's for as long as the holder's row in
 * `writers` says that it lives, and every transaction of the holder looks at that row. So a holder that was paused, and was taken for
 * dead, writes nothing, whatever it still believes to have.
 */
import type { Db } from './rows/db'

/**
 * Takes a lease, or finds that it is held already.
 * @returns its token, which grows with each holder; null while another console that lives has it.
 */
export const takeLease = (db: Db, name: string, holder: string): Promise<number | null> =>
  db.transaction().execute(async (tx) => {
    const lease = await tx.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst()
    if (lease?.holder === holder) return lease.token
    const other = lease && (await isAlive(tx, lease.holder))
    if (other) return null
    const next = { name, holder, token: (lease?.token ?? 0) + 1, expires_at: 0 }
    await tx
      .insertInto('leases')
      .values(next)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(next))
      .execute()
    return next.token
  })

const isAlive = async (tx: Db, id: string): Promise<boolean> =>
  (await tx
    .selectFrom('writers')
    .select('id')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()) !== undefined
