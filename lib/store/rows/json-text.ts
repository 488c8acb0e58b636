/** JSON and digests made inside the database: the same text from both engines, byte by byte, since digests are compared. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db'
import { engineOf } from './engine'

/** `["a",1,null]`, as SQLite's `json_array` writes it, with nothing between the values. Each value is a column of texts or numbers. */
export function arrayOf(db: Db, values: readonly RawBuilder<unknown>[]): RawBuilder<string> {
  if (engineOf(db) === 'sqlite') return sql`json_array(${sql.join(values)})`
  return sql`'[' || ${sql.join(
    values.map((value) => sql`coalesce(to_json(${value})::text, 'null')`),
    sql` || ',' || `,
  )} || ']'`
}

/** `count:SHA-256` over the texts in `line`, each followed by a line break, in the order of the query; null where there is none. */
export const digestOf = (db: Db, rows: RawBuilder<unknown>): RawBuilder<string | null> =>
  engineOf(db) === 'sqlite'
    ? sql`(select digest_rows(line) from (${rows}))`
    : sql`(select case when count(*) = 0 then null else count(*) || ':' ||
        encode(sha256(convert_to(string_agg(line || chr(10), ''), 'UTF8')), 'hex') end from (${rows}) as lines)`

/** A JSON array of a column, over the rows of a group. */
export const listOf = (db: Db, column: RawBuilder<unknown>): RawBuilder<string> =>
  engineOf(db) === 'sqlite' ? sql`json_group_array(${column})` : sql`json_agg(${column})::text`
