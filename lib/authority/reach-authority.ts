/**
 * Finds the authority of a data folder for a command of the terminal: the one that runs on it, or, where none does, one that is
 * started for this command alone. The lock of the folder decides between them.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { DEFAULTS } from '@/lib/domain/defaults.mjs'
import { ownUrlOf } from '@/lib/domain/url-of.mjs'
import { type AdminClient, adminClient } from './admin-client'
import { CommandFault, NoAnswer } from './command-fault'
import { hasAuthority, requireDataFolder } from './disk/data-folder'
import { FolderInUse } from './disk/start-refusal'
import { type ListenOptions, type RunningAuthority, startAuthority } from './start-authority'

/** An authority that starts or ends right now has so long to get there. */
const TRY_MS = 10_000
const TRY_AGAIN_MS = 100

/** An authority of this process, on a port that no agent knows, with a key that only this process has; null where one runs. */
async function startOwn(config: ListenOptions, adminKey: string): Promise<RunningAuthority | null> {
  try {
    return await startAuthority({ ...config, host: '127.0.0.1', port: 0, adminKey })
  } catch (error) {
    if (error instanceof FolderInUse) return null
    throw error
  }
}

const notThere = (dataDir: string, { message }: Error) =>
  new CommandFault(
    `An authority is running on ${dataDir}, and this is not where it answers: ${message} Set AUTHORITY_HOST and AUTHORITY_PORT as they are there. Nothing was changed.`,
  )

/**
 * Runs calls against the authority of this configuration, again while it gives no clear answer: they must do the same whether
 * they are made once or twice. @throws CommandFault, StartRefusal, NoAnswer where there was no clear answer for 10 s
 */
export async function reachAuthority<T>(config: ListenOptions, work: (client: AdminClient) => Promise<T>): Promise<T> {
  const { dataDir, host = DEFAULTS.AUTHORITY_HOST, port = DEFAULTS.AUTHORITY_PORT } = config
  requireDataFolder(dataDir)
  if (!hasAuthority(dataDir))
    throw new CommandFault(`There is no authority in ${dataDir} yet. Start it once (npm run up), or set DATA_DIR.`)
  const until = performance.now() + TRY_MS
  let wasSent = false
  for (;;) {
    const ownKey = randomBytes(32).toString('base64url')
    const own = await startOwn(config, ownKey)
    if (!own && !config.adminKey)
      throw new CommandFault(
        `The authority on ${dataDir} is running, and AUTHORITY_ADMIN_KEY is not set here. Set it to the key that it was started with (npm run up makes one), or end it first.`,
      )
    const client = own ? adminClient(own.url, ownKey) : adminClient(ownUrlOf(host, port), config.adminKey as string)
    try {
      return await work(client)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      wasSent ||= error.wasSent
      if (performance.now() > until)
        throw own || wasSent ? new NoAnswer(error.message, wasSent) : notThere(dataDir, error)
    } finally {
      await own?.close()
    }
    await delay(TRY_AGAIN_MS)
  }
}
