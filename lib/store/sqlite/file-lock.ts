import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { AppError } from '@/lib/domain/errors'

/**
 * Keeps a second console, and a move to PostgreSQL, off a file that a console uses. The lock is that of the operating system on a file
 * beside it: it goes with the process, however that ends. The terminal's commands do not take it: they work beside a console.
 * @returns what gives it back. @throws AppError `internal` with what to do.
 */
export function lockFile(path: string): () => void {
  if (path === ':memory:') return () => undefined
  const file = `${path}.lock`
  let lock: SQLite.Database | undefined
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    lock = new SQLite(file, { timeout: 0 })
    lock.exec('begin exclusive')
    const held = lock
    return () => void held.close()
  } catch (cause) {
    lock?.close()
    const { code = '', message } = cause as Error & { code?: string }
    throw new AppError(
      'internal',
      code.startsWith('SQLITE_BUSY')
        ? `Another console runs on ${path}, or it is being copied to PostgreSQL. Nothing was changed. End that program first, or set DATA_DIR to another folder.`
        : `${file} cannot be locked (${message}), so that two consoles could write ${path} at once. Nothing was changed. Keep the file on a local disk, in a folder that the console may write.`,
      { cause },
    )
  }
}
