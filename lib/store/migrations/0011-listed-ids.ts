/**
 * Ids are kept as the console writes them (`listed-id.ts`): until now one with control characters stood as it was. Also the
 * twins of an operation's devices, as they were before it.
 */
import { type Kysely, sql } from 'kysely'
import { listedId } from '@/lib/domain/listed-id'

const TWINS = `create table operation_twins (
  operation_id text not null references operations(id), device_id text not null, twin_id text not null,
  before text not null, as_of bigint not null, primary key (operation_id, device_id, twin_id))`

const TABLES_WITH_IDS = ['holds', 'operation_items', 'selection_items', 'confirmations', 'alarms']

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TWINS).execute(db)
  for (const table of TABLES_WITH_IDS) {
    const ids = await sql<{ id: string | null }>`select distinct device_id as id from ${sql.table(table)}`.execute(db)
    for (const { id } of ids.rows) {
      const kept = id === null ? null : listedId(id)
      if (kept !== null && kept !== id)
        await sql`update ${sql.table(table)} set device_id = ${kept} where device_id = ${id}`.execute(db)
    }
  }
}
