/** Up to which event of keys of its authority the audit log of an org has them. Moved in the transaction that writes the events. */
import type { Db } from '../rows/db'

/** 0 where none was read yet. */
export async function keyEventMark(db: Db, orgId: string): Promise<number> {
  const row = await db.selectFrom('key_event_marks').select('number').where('org_id', '=', orgId).executeTakeFirst()
  return row?.number ?? 0
}

/** Moves the mark on; false where it is not `before` any more, because another process has read on. */
export async function moveKeyEventMark(db: Db, orgId: string, before: number, after: number): Promise<boolean> {
  if ((await keyEventMark(db, orgId)) !== before) return false
  await db
    .insertInto('key_event_marks')
    .values({ org_id: orgId, number: after })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ number: after }))
    .execute()
  return true
}
