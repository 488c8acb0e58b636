/** What a server must be before the console writes to it. */
import type { Client } from 'pg'
import { AppError } from '@/lib/domain/errors'

/** The oldest version that is tested. */
const VERSION_MIN = 140_000

type Settings = {
  version: number
  fsync: string
  commit: string
  pages: string
  encoding: string
  standby: number
  schema: string | null
}

const SETTINGS = `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages,
  current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby, current_schema() as schema`

/**
 * Runs on each new connection that will write. @throws AppError `internal` where what is acknowledged could be lost, or nothing can be
 * written.
 */
export async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<Settings>(SETTINGS)
  const fault = faultOf(rows[0] as Settings)
  if (fault) throw new AppError('internal', `The console's database cannot be used: ${fault}`)
}

function faultOf({ version, fsync, commit, pages, encoding, standby, schema }: Settings): string | null {
  if (version < VERSION_MIN)
    return `this is PostgreSQL ${Math.floor(version / 10_000)}, and the console needs 14 or newer. Upgrade it.`
  for (const [name, value] of [
    ['fsync', fsync],
    ['synchronous_commit', commit],
    ['full_page_writes', pages],
  ])
    if (value === 'off')
      return `${name} is off, so that a stop that was acknowledged could be lost with the power. Set ${name} = on.`
  if (encoding !== 'UTF8') return `its encoding is ${encoding}. Make one with encoding UTF8.`
  if (standby) return 'this server is a standby, which takes no writes. Connect to the primary.'
  if (schema === null)
    return 'the search path of this user names no schema that exists. Make one, or name it in DATABASE_URL with options.'
  return null
}
