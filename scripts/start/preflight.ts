/**
 * What would make a start fail, looked at before anything is built or started: `node dist/preflight.mjs [authority]`. Exit code
 * 1: standard error says what is wrong, every fault of the configuration at once.
 */
import Database from 'better-sqlite3'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { requireDataFolder } from '@/lib/authority/disk/data-folder'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { requireKeysFor } from '@/lib/orgs/ring-state'
import { readConfig } from '@/lib/server/config/config'
import { nameOfStore } from '@/lib/store/open/store-location'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { driverFault } from '@/lib/store/sqlite/driver-fault'
import { requireUsableFile, requireUsableFolder } from '@/lib/store/sqlite/require-usable-file'

function checkDriver(): void {
  try {
    new Database(':memory:').close()
  } catch (error) {
    throw new Error(driverFault(error) ?? `The database driver does not load: ${(error as Error).message}`)
  }
}

try {
  const { dataDir, database, encryptionKeys } = readConfig(process.env)
  const authority = process.argv.includes('authority') ? readAuthorityConfig(process.env) : null
  if (typeof database === 'string') requireUsableFile(database, true)
  else requireUsableFolder(dataDir)
  if (authority) requireDataFolder(authority.dataDir)
  checkDriver()
  requireKeysFor(createKeyVault(...encryptionKeys), await readSealedOrgKeys(database), nameOfStore(database))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
