import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import { APPLICATION_ID } from './schema'
import { diskFull, StartRefusal } from './start-refusal'

/** What to do about a database that is lost: the two ways on, neither of which happens by itself. */
export const restoreBackup = (file: string) =>
  `Restore ${basename(file)} (with its -wal file, if any) from a backup of ${dirname(file)} and start again. ` +
  'To start over with no devices and new keys, move every file there whose name starts with "authority" away yourself.'

/** How long a write waits for another program's lock. The whole authority waits with it, so it is short. */
const BUSY_MS = 250

/** What an open database has shown: its connection, and whether it was empty and got its schema just now. */
export type Opened = { db: Database.Database; fresh: boolean }

function checkHealth(db: Database.Database, file: string): void {
  const problems = db.pragma('quick_check(1)', { simple: true })
  if (problems !== 'ok') throw new StartRefusal(`${file} is damaged (${String(problems)}). ${restoreBackup(file)}`)
}

function checkOwner(db: Database.Database, file: string, steps: readonly string[]): number {
  const version = Number(db.pragma('user_version', { simple: true }))
  const application = Number(db.pragma('application_id', { simple: true }))
  if (version === 0) {
    const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
    if (tables === 0) return 0
  }
  if (application !== APPLICATION_ID)
    throw new StartRefusal(`${file} is not a database of this authority. ${restoreBackup(file)}`)
  if (version > steps.length) {
    throw new StartRefusal(
      `${file} was written by a newer version (schema ${version}, this one knows ${steps.length}). ` +
        'Start that version again, or restore the backup made before the upgrade.',
    )
  }
  return version
}

const CACHE_KIB = 2_000

/** Sets what durability rests on, and makes sure that it took: SQLite answers a refused pragma with the old value. */
function setDurable(db: Database.Database, file: string): void {
  const journal = db.pragma('journal_mode = WAL', { simple: true })
  db.pragma('synchronous = FULL')
  // Everything is read once and answered from memory: pages that stay cached are of no use.
  db.pragma(`cache_size = ${-CACHE_KIB}`)
  const synchronous = db.pragma('synchronous', { simple: true })
  if (file !== ':memory:' && (journal !== 'wal' || synchronous !== 2)) {
    throw new StartRefusal(
      `${file} cannot be kept safely: no write-ahead log on this file system. Choose another DATA_DIR.`,
    )
  }
}

/**
 * Opens one database file, checks it whole and brings its schema up to date; `onFresh` fills an empty one within the same
 * transaction. `mustExist`: there was one before, so an empty file is a lost one.
 */
export function openDatabase(
  file: string,
  steps: readonly string[],
  mustExist: boolean,
  onFresh: (db: Database.Database) => void = () => undefined,
): Opened {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { fileMustExist: mustExist && file !== ':memory:', timeout: BUSY_MS })
    const version = checkOwner(db, file, steps)
    if (version === 0 && mustExist)
      throw new StartRefusal(`${file} is empty, but it was not before. ${restoreBackup(file)}`)
    setDurable(db, file)
    checkHealth(db, file)
    const opened = db
    db.transaction(() => {
      for (const step of steps.slice(version)) opened.exec(step)
      opened.pragma(`user_version = ${steps.length}`)
      opened.pragma(`application_id = ${APPLICATION_ID}`)
      if (version === 0) onFresh(opened)
    }).immediate()
    return { db, fresh: version === 0 }
  } catch (error) {
    db?.close()
    if (error instanceof StartRefusal) throw error
    throw (
      diskFull(file, error) ??
      new StartRefusal(`${file} cannot be read (${(error as Error).message}). ${restoreBackup(file)}`)
    )
  }
}
