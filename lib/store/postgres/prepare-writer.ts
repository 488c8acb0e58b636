import type { Client } from 'pg'
import { AppError } from '@/lib/domain/errors'
import { checkServer } from './check-server'
import { type CommitMark, readMark } from './commit-mark'
import { LOCK_STATEMENT } from './statements'
import { COPY_TABLE, refuseHalfCopy } from './store-copy'

const TABLES = `select table_name as name from information_schema.tables where table_schema = current_schema()`

/** Made before the first step of the schema: all that there is where a console was killed then. */
const STEPS = ['kysely_migration', 'kysely_migration_lock']

/** `what`: the database, as its messages name it. `onLoss`: it does not have what it had acknowledged. */
export type Preparation = { what: string; mark: CommitMark; onLoss?: () => void }

/**
 * Before a new connection writes: the server is one that keeps what it acknowledges, its schema is ours, and it has what was
 * acknowledged to this program before. @throws AppError `internal` with what to do, or the fault of the connection.
 */
export async function prepareWriter(client: Client, { what, mark, onLoss }: Preparation): Promise<void> {
  await checkServer(client)
  if (mark.last === 0) return requireOwnSchema(client, what)
  if ((await readMark(client, mark.writerId)) >= mark.last) return
  onLoss?.()
  mark.last = 0
}

/** A schema with tables of something else is left as it is. */
async function requireOwnSchema(client: Client, what: string): Promise<void> {
  const answers = await Promise.all([
    client.query('begin'),
    client.query(LOCK_STATEMENT),
    client.query<{ name: string }>(TABLES),
    client.query('rollback'),
  ])
  const names = new Set(answers[2].rows.map((row) => row.name))
  if (names.has(COPY_TABLE)) await refuseHalfCopy(client, what)
  if (names.has('audit_heads') || [...names].every((name) => STEPS.includes(name))) return
  throw new AppError(
    'internal',
    `The console's database ${what} has tables of something else (${[...names].slice(0, 3).join(', ')}). Nothing was changed. Give the console a database or a schema of its own in DATABASE_URL.`,
  )
}
