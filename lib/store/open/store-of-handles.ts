import type { Store } from '../rows/db'

/** What every store can do, from what its engine gives. */
export function createStore(given: Omit<Store, 'readable' | 'writable' | 'close'>): Store {
  const { db, reads } = given
  return {
    ...given,
    readable: async () => void (await reads.selectFrom('leases').select('name').limit(1).execute()),
    async writable() {
      const probe = { name: 'writable', holder: '', expires_at: Date.now() }
      await db
        .insertInto('leases')
        .values(probe)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(probe))
        .execute()
    },
    async close() {
      if (reads !== db) await reads.destroy()
      await db.destroy()
    },
  }
}
