import { existsSync } from 'node:fs'
import { AppError } from '@/lib/domain/errors'
import { readFrozenPostgres } from '../open/open-postgres-store'
import { readFrozenSqlite } from '../open/read-frozen-sqlite'
import { nameOfStore, type StoreLocation } from '../open/store-location'
import { openingFault } from '../postgres/postgres-fault'
import { openAsItIs } from '../sqlite/as-it-is-connection'
import { requireUsableFile } from '../sqlite/require-usable-file'
import { listSealedOrgKeys, type SealedOrgKey } from './sealed-org-keys'

/**
 * The sealed org keys of a database, before it is opened for writing: a start that refuses must not have brought its schema up
 * to date. None where there is no file, no table yet, or no database; the opening that follows says what is wrong with such a file.
 * @throws AppError `internal` if it cannot be read, with what to do.
 */
export const readSealedOrgKeys = (location: StoreLocation): Promise<SealedOrgKey[]> =>
  typeof location === 'string' ? ofFile(location) : ofServer(location)

async function ofFile(path: string): Promise<SealedOrgKey[]> {
  requireUsableFile(path, false)
  if (!existsSync(path)) return []
  try {
    return await readFrozenSqlite(openAsItIs(path), listSealedOrgKeys)
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    if (code === 'SQLITE_NOTADB' || /^no such table: (org_keys|orgs)\b/.test(message)) return []
    throw new AppError(
      'internal',
      `The console's database ${path} cannot be read (${message}). Look at its disk and at who may read the file, or restore it from a backup.`,
      { cause },
    )
  }
}

const NO_TABLE = '42P01'

async function ofServer(location: Exclude<StoreLocation, string>): Promise<SealedOrgKey[]> {
  try {
    return await readFrozenPostgres(location, listSealedOrgKeys)
  } catch (cause) {
    if ((cause as { code?: string }).code === NO_TABLE) return []
    throw openingFault(cause, nameOfStore(location))
  }
}
