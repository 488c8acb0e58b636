/** The PostgreSQL database that a file is copied into, on one connection that nothing else uses. */
import { Client, type QueryArrayResult } from 'pg'
import { clientConfig } from '../postgres/client-config'
import { openingFault } from '../postgres/postgres-fault'
import type { PostgresLocation } from '../postgres/postgres-location'
import type { FileTable } from './file-tables'
import type { Row } from './source-file'

const COPY_APPLICATION = 'machineid-console-copy'

const quote = (name: string) => `"${name}"`
const list = (names: readonly string[]) => names.map(quote).join(', ')

/** @throws AppError `internal` with what to do. */
export async function connectTarget(location: PostgresLocation, what: string): Promise<Client> {
  const client = new Client({ ...clientConfig(location, { long: true }), application_name: COPY_APPLICATION })
  // A connection that breaks is the fault of the statement that needs it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    client.end().catch(() => undefined)
    throw openingFault(error, what)
  }
}

/** Adds rows, all or none. */
export async function insertRows(client: Client, table: FileTable, rows: readonly Row[]): Promise<void> {
  const names = table.columns.map(({ name }) => name)
  const texts = JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, nth) => [name, row[nth]]))))
  await client.query(
    `insert into ${quote(table.name)} (${list(names)})
      select ${list(names)} from json_populate_recordset(null::${quote(table.name)}, $1::json)`,
    [texts],
  )
}

/** The key of the last row that is there. Rows came in the order of their keys, so all before it are there too. */
export async function lastKey(client: Client, { name, key }: FileTable): Promise<Row | undefined> {
  const order = key.map((column) => `${quote(column)} desc`).join(', ')
  const { rows } = await client.query({
    text: `select ${list(key)} from ${quote(name)} order by ${order} limit 1`,
    rowMode: 'array',
  })
  return rows[0] as Row | undefined
}

const countOf = async (client: Client, table: FileTable): Promise<number> =>
  (await client.query<{ count: number }>(`select count(*) as count from ${quote(table.name)}`)).rows[0]?.count ?? 0

/** Rows that are there already, over all tables. */
export async function countRows(client: Client, tables: readonly FileTable[]): Promise<number> {
  let count = 0
  for (const table of tables) count += await countOf(client, table)
  return count
}

/** What is fetched at once is about this much, since rows of one table differ a thousandfold in length. */
const FETCH_CHARS = 4_000_000
const FETCH_ROWS = { first: 100, most: 1_000 }

/** All rows of a table in the order of its key, some at a time. */
export async function* fetchRows(client: Client, table: FileTable): AsyncGenerator<Row[]> {
  await client.query('begin isolation level repeatable read read only')
  try {
    await client.query(
      `declare all_rows no scroll cursor for select ${list(table.columns.map(({ name }) => name))}
        from ${quote(table.name)} order by ${list(table.key)}`,
    )
    for (let count = FETCH_ROWS.first; ; ) {
      const { rows }: QueryArrayResult<Row> = await client.query({
        text: `fetch ${count} from all_rows`,
        rowMode: 'array',
      })
      if (rows.length === 0) return
      yield rows
      const chars = rows.reduce((sum, row) => sum + JSON.stringify(row).length, 0)
      count = Math.max(1, Math.min(FETCH_ROWS.most, Math.floor((FETCH_CHARS * rows.length) / chars)))
    }
  } finally {
    await client.query('rollback').catch(() => undefined)
  }
}
