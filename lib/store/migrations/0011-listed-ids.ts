/**
 * Ids are kept as the console writes them (`listed-id.ts`): until now one with control characters stood as it was. Also the
 * twins of an operation's devices, as they were before it. How an id is written is a frozen copy.
 */
import { type Kysely, sql } from 'kysely'

const JSON_MARK = 'json='
const LISTED_ID_CHARS_MAX = 1_024
const CONTROLS =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
/** What `JSON.stringify` leaves as it is. */
const ALSO_ESCAPED = /[\u007f-\u009f\u2028\u2029]/g

const TWINS = `create table operation_twins (
  operation_id text not null references operations(id), device_id text not null, twin_id text not null,
  before text not null, as_of bigint not null, primary key (operation_id, device_id, twin_id))`

const TABLES_WITH_IDS = ['holds', 'operation_items', 'selection_items', 'confirmations', 'alarms']

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TWINS).execute(db)
  for (const table of TABLES_WITH_IDS) {
    const ids = await sql<{ id: string | null }>`select distinct device_id as id from ${sql.table(table)}`.execute(db)
    for (const { id } of ids.rows) {
      const kept = id === null ? null : listedText(id)
      if (kept !== null && kept !== id)
        await sql`update ${sql.table(table)} set device_id = ${kept} where device_id = ${id}`.execute(db)
    }
  }
}

/** The id as the console writes it; null for one that is too long. */
function listedText(id: string): string | null {
  if (id.length > LISTED_ID_CHARS_MAX) return null
  if (id !== '' && !CONTROLS.test(id) && !id.startsWith(JSON_MARK)) return id
  return `${JSON_MARK}${JSON.stringify(id).replace(ALSO_ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}`
}
