import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FolderInUse, StartRefusal } from './start-refusal'

/**
 * Keeps a second authority off the same data. The lock is that of the operating system on `authority.lock`, held by an
 * exclusive transaction that never ends: it goes with the process, however that ends, and leaves the database readable.
 */
export function lockData(dataDir: string): () => void {
  const file = join(dataDir, 'authority.lock')
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new FolderInUse(
        `Another authority is running on ${dataDir}. Stop it first, or give this one a DATA_DIR of its own.`,
      )
    }
    throw new StartRefusal(`${file} cannot be locked (${(error as Error).message}). Delete that file and start again.`)
  }
  return () => lock.close()
}
