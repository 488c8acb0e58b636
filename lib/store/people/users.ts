/** Accounts. */
import type { Insertable } from 'kysely'
import type { Db } from '../rows/db'
import type { UserRow } from '../rows/people-rows'

export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

export const insertUser = (db: Db, row: Insertable<UserRow>) => db.insertInto('users').values(row).execute()

export const findUserByEmail = (db: Db, email: string) =>
  db.selectFrom('users').selectAll().where('email', '=', normalizeEmail(email)).executeTakeFirst()

export const findUser = (db: Db, id: string) =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

export const countUsers = async (db: Db): Promise<number> => {
  const row = await db
    .selectFrom('users')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export const setPasswordHash = (db: Db, userId: string, hash: string) =>
  db.updateTable('users').set({ password_hash: hash }).where('id', '=', userId).execute()

export const setName = (db: Db, userId: string, name: string) =>
  db.updateTable('users').set({ name }).where('id', '=', userId).execute()
