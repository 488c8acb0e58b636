import { AppError } from '@/lib/domain/errors'
import { POSTGRES_AWAY } from '@/lib/store/postgres/named-faults'

/** SQLite's codes for a disk that is full, gone or locked, or a file that is damaged; any other code is a fault of the console. */
const OF_THE_DISK = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|LOCKED|CORRUPT|NOTADB)/

/** A fault of the disk under the console's database, or a database server that is away, as a sentence; any other error as it is. */
export function nameStoreFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === POSTGRES_AWAY)
    return new AppError(
      'unavailable',
      'The console cannot use its own database now. Nothing was changed, and stopping still works. Look at the PostgreSQL server of DATABASE_URL, then try again.',
      { cause: error },
    )
  if (typeof code !== 'string' || !OF_THE_DISK.test(code)) return error
  return new AppError(
    'unavailable',
    `The console cannot use its own database now (${code}). Nothing was changed, and stopping still works. Look at its disk, then try again.`,
    { cause: error },
  )
}
