/**
 * What would make a start fail, looked at before anything is built or started: `node dist/preflight.mjs [authority]`. Exit code
 * 1: standard error says what is wrong, every fault of the configuration at once.
 */
import { accessSync, constants, mkdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { requireKeysFor } from '@/lib/orgs/ring-state'
import { readConfig } from '@/lib/server/config/config'
import { nameOfStore } from '@/lib/store/open/store-location'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { driverFault } from '@/lib/store/sqlite/driver-fault'

function checkDriver(): void {
  try {
    new Database(':memory:').close()
  } catch (error) {
    throw new Error(driverFault(error) ?? `The database driver does not load: ${(error as Error).message}`)
  }
}

function checkDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(
      `DATA_DIR ${dataDir} cannot be used (${code}): it must be a folder that this user may read and write. Set DATA_DIR to another folder.`,
    )
  }
}

try {
  const { dataDir, database, encryptionKeys } = readConfig(process.env)
  if (process.argv.includes('authority')) readAuthorityConfig(process.env)
  checkDataDir(dataDir)
  checkDriver()
  requireKeysFor(createKeyVault(...encryptionKeys), await readSealedOrgKeys(database), nameOfStore(database))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
