/** The anchor published last: what the target should still have. */
import type { Db } from '../rows/db'

const NAME = 'last'

/** As JSON; undefined before the first. */
export const publishedAnchor = async (db: Db): Promise<string | undefined> => {
  const row = await db.selectFrom('published_anchors').select('anchor').where('name', '=', NAME).executeTakeFirst()
  return row?.anchor
}

export const keepPublishedAnchor = (db: Db, anchor: string) =>
  db
    .insertInto('published_anchors')
    .values({ name: NAME, anchor })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ anchor }))
    .execute()
