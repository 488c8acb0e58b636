/**
 * Copies a file into a database. Killed at any moment, the next run goes on; until all is compared, no console starts on the database.
 */
import { AppError } from '@/lib/domain/errors'
import { readFrozenPostgres } from '../open/open-postgres-store'
import { nameOfStore } from '../open/store-location'
import { checkServer } from '../postgres/check-server'
import { whyPostgres } from '../postgres/postgres-fault'
import type { PostgresLocation } from '../postgres/postgres-location'
import type { StoreCopy } from '../postgres/store-copy'
import type { Db } from '../rows/db'
import { lockFile } from '../sqlite/file-lock'
import { beginAgain, beginCopy, completeCopy, requireAlone, stateOfTarget, type Target } from './claim-target'
import { compareTables } from './compare-tables'
import { copyTables } from './copy-tables'
import { inspectFile } from './inspect-file'
import type { BatchLimits } from './row-batches'
import { openSourceFile, requireFile, type SourceFile } from './source-file'
import { digestOfAll, type TableDigest } from './table-digest'
import { connectTarget, countRows } from './target-database'

/** `rows` of `table` are read, saved or compared; `total` over all tables, where it is known. */
export type MoveProgress = {
  phase: 'read' | 'copy' | 'compare'
  table: string
  rows: number
  total: number | null
}

/** Reads one moment of the database. */
export type ReadDatabase = <Result>(read: (db: Db) => Promise<Result>) => Promise<Result>

export type MoveOptions = {
  path: string
  location: PostgresLocation
  startOver?: boolean
  limits?: BatchLimits
  /** Tests hand in one that loses something. */
  copy?: typeof copyTables
  onProgress?: (progress: MoveProgress) => void
  /** Compares what rows mean, once they are the same; its fault keeps the copy from being complete. */
  verify?: (file: Db, database: ReadDatabase) => Promise<void>
}

/** `wasThere`: the database was the complete copy of this file already, and nothing was done. */
export type Moved = { tables: TableDigest[]; wasThere: boolean; resumedAt: number }

/** @throws AppError with what happened, what it means and what to do. */
export async function moveStore(options: MoveOptions): Promise<Moved> {
  requireFile(options.path)
  const unlock = lockFile(options.path)
  let source: SourceFile | undefined
  try {
    source = openSourceFile(options.path)
    return await moveInto(source, options)
  } finally {
    source?.close()
    unlock()
  }
}

async function moveInto(source: SourceFile, options: MoveOptions): Promise<Moved> {
  const { location } = options
  const what = nameOfStore(location)
  const target: Target = { location, what, client: await connectTarget(location, what) }
  try {
    await checkServer(target.client)
    await requireAlone(target)
    const before = await stateOfTarget(target, source.tables)
    const progress = createProgress(options.onProgress)
    const tables = await inspectFile(source, progress('read', null))
    const digest = digestOfAll(tables)
    if (before?.completedAt) {
      requireSameFile(before, digest, source.path, what)
      return { tables, wasThere: true, resumedAt: 0 }
    }
    const resumedAt = await claim(target, source, before, digest, options.startOver === true)
    const total = tables.reduce((sum, { rows }) => sum + rows, 0)
    await (options.copy ?? copyTables)(source, target.client, options.limits, progress('copy', total, resumedAt))
    await compareTables(source, target.client, tables, progress('compare', total))
    await options.verify?.(source.db, (read) => readFrozenPostgres(location, read))
    if (source.close().wasChanged)
      throw new AppError(
        'internal',
        `Another program wrote to ${source.path} while it was copied, so the copy is not complete. No console starts on ${what}. End that program and run this again.`,
      )
    await completeCopy(target.client)
    return { tables, wasThere: false, resumedAt }
  } catch (error) {
    throw error instanceof AppError ? error : stopped(error, what)
  } finally {
    await target.client.end().catch(() => undefined)
  }
}

/** @returns how many rows an earlier run has brought. */
async function claim(
  target: Target,
  { tables, path }: SourceFile,
  before: StoreCopy | null,
  digest: string,
  startOver: boolean,
): Promise<number> {
  if (!before) {
    await beginCopy(target, tables, digest)
    return 0
  }
  if (startOver) {
    await beginAgain(target, tables, digest)
    return 0
  }
  if (before.digest !== digest)
    throw new AppError(
      'internal',
      `${target.what} holds a part of a copy, and ${path} is another file or was changed since. Nothing was changed. Name the file that it was begun with in DATA_DIR, or run this with --start-over, which empties the database and copies this file.`,
    )
  return countRows(target.client, tables)
}

function requireSameFile({ digest, completedAt }: StoreCopy, found: string, path: string, what: string): void {
  if (digest === found) return
  const when = new Date(completedAt ?? 0).toISOString()
  throw new AppError(
    'internal',
    `${what} holds the complete copy of another file, or of ${path} as it was before (${when}). Nothing was changed. Name an empty database in DATABASE_URL.`,
  )
}

/** Why a copy ended early: what was saved stays, and the next run goes on with it. */
const stopped = (error: unknown, what: string): AppError =>
  new AppError(
    'internal',
    `The copy into ${what} stopped: ${whyPostgres(error)}. What was copied stays there, and no console starts on it. Run this again once the cause is gone: it goes on where it was.`,
    { cause: error },
  )

type OnRows = (table: string, rows: number) => void

const createProgress =
  (report: MoveOptions['onProgress']) =>
  (phase: MoveProgress['phase'], total: number | null, before = 0): OnRows => {
    let rows = before
    return (table, more) => {
      rows += more
      report?.({ phase, table, rows, total })
    }
  }
