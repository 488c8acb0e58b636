import type { Client } from 'pg'
import { AppError } from '@/lib/domain/errors'
import { checkServer } from './check-server'
import { type CommitMarks, readMark } from './commit-marks'
import { LOCK_STATEMENT } from './write-lock'

const TABLES = `select table_name as name from information_schema.tables where table_schema = current_schema()`
const MARKS =
  'create table if not exists commit_marks (writer text primary key, mark bigint not null, at bigint not null)'

/**
 * Before a new connection writes: the server is one that keeps what it acknowledges, its schema is ours, and it has what was
 * acknowledged to this console before. @throws AppError `internal` with what to do, or the fault of the connection.
 */
export async function prepareWriter(
  client: Client,
  marks: CommitMarks,
  what: string,
  onLoss: (() => void) | undefined,
): Promise<void> {
  await checkServer(client)
  if (marks.last === 0) await requireOwnSchema(client, what)
  else if ((await readMark(client, marks.writer)) < marks.last) {
    onLoss?.()
    marks.last = 0
  }
}

/** A schema with tables of something else is left as it is. */
async function requireOwnSchema(client: Client, what: string): Promise<void> {
  await Promise.all([client.query('begin'), client.query(LOCK_STATEMENT)])
  try {
    const { rows } = await client.query<{ name: string }>(TABLES)
    const names = new Set(rows.map((row) => row.name))
    if (names.size > 0 && !(names.has('commit_marks') || (names.has('kysely_migration') && names.has('audit_heads'))))
      throw new AppError(
        'internal',
        `The console's database ${what} has tables of something else (${[...names].slice(0, 3).join(', ')}). Nothing was changed. Give the console a database or a schema of its own in DATABASE_URL.`,
      )
    await client.query(MARKS)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
