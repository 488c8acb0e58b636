/** A start with keys that are not those of the database refuses, says which org keys they do not open, and changes nothing. */
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore } from '@/lib/store/open/open-store'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import {
  databaseOf,
  insertSealedOrgs,
  makeSealedDatabase,
  NEW_KEY,
  OLD_KEY,
  OTHER_KEY,
  orgKeyOf,
  vaultOf,
} from '@/testing/org-keys/sealed-database'
import { composeConsole } from './composition'
import { readConfig } from './config/config'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const start = async (encryptionKey: string | undefined, dataDir = folder) =>
  composeConsole(
    readConfig({
      AUTH_SECRET: 'start-test-secret-start-test-secret',
      CONSOLE_ENCRYPTION_KEY: encryptionKey,
      MACHINEID_BASE_URL: 'http://127.0.0.1:9',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
    }),
  )

/** Digests of a folder's files. The index of the write-ahead log (`-shm`) holds nothing of its own, and an empty log is none. */
const digests = (of: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(of)
      .filter((name) => !name.endsWith('-shm'))
      .map((name) => [name, readFileSync(join(of, name))] as const)
      .filter(([, bytes]) => bytes.length > 0)
      .map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
  )

it.each([
  [
    'another key',
    OTHER_KEY,
    /does not open 3 of 3 org keys in .*console\.db, of org-000, org-001, org-002 \(sealed with/,
  ],
  ['the new key alone, before anything was sealed with it', NEW_KEY, /does not open 3 of 3/],
  ['no key', undefined, /CONSOLE_ENCRYPTION_KEY is missing/],
  ['a key that is too short', 'short', /CONSOLE_ENCRYPTION_KEY must have at least 32 characters/],
  ['a second key that is too short', `${OLD_KEY},short`, /key 2 of 2 must have at least 32 characters/],
])('refuses %s, and leaves every byte as it is', async (_, encryptionKey, why) => {
  await makeSealedDatabase(folder, 3, OLD_KEY)
  const before = digests(folder)
  expect(Object.keys(before)).toEqual(['console.db'])
  const fault = await start(encryptionKey).catch((error: Error) => error.message)
  expect(fault).toMatch(why)
  expect(fault).not.toContain('canary')
  expect(digests(folder)).toEqual(before)
})

it('leaves as they are also what a killed console left, and a schema that is to be brought up to date', async () => {
  const store = await openStore(databaseOf(folder))
  await insertSealedOrgs(store.db, 2, OLD_KEY)
  await store.db.schema.dropTable('rehearsals').execute()
  await store.db
    .deleteFrom('kysely_migration' as never)
    .where('name' as never, '=', '0018-rehearsals' as never)
    .execute()
  const killed = join(folder, 'killed')
  mkdirSync(killed)
  for (const name of ['console.db', 'console.db-wal']) cpSync(join(folder, name), join(killed, name))
  await store.close()
  const before = digests(killed)
  expect(Object.keys(before)).toEqual(['console.db', 'console.db-wal'])
  await expect(start(OTHER_KEY, killed)).rejects.toThrow(/does not open 2 of 2/)
  expect(digests(killed)).toEqual(before)
})

it('starts with the key of the database, alone or behind a new one, and opens what it kept in both forms', async () => {
  const slugs = await makeSealedDatabase(folder, 3, OLD_KEY)
  for (const keys of [OLD_KEY, `${NEW_KEY},${OLD_KEY}`]) {
    const running = await start(keys)
    const { orgs, vault } = running.deps
    expect(orgs.all().map(({ row, reading }) => [row.slug, reading.keyRejected])).toEqual(
      slugs.map((slug) => [slug, false]),
    )
    for (const { org_id, slug, ciphertext } of await readSealedOrgKeys(databaseOf(folder)))
      expect(vault.open(org_id, ciphertext).reveal()).toBe(orgKeyOf(slug))
    await running.close()
  }
})

it('takes the keys from a file, one a line', async () => {
  const file = join(folder, 'keys')
  writeFileSync(file, `${NEW_KEY}\n${OLD_KEY}\n`)
  const { encryptionKeys } = readConfig({ AUTH_SECRET: 'x'.repeat(32), CONSOLE_ENCRYPTION_KEY_FILE: file })
  expect(encryptionKeys.slice(0, 2).map((key) => key.reveal())).toEqual([NEW_KEY, OLD_KEY])
  expect(JSON.stringify(encryptionKeys)).not.toContain('canary')
})

it('starts over one row that was moved from another org: that org waits for its key, and the others are read', async () => {
  await makeSealedDatabase(folder, 3, OLD_KEY)
  const store = await openStore(databaseOf(folder))
  const { ciphertext } = await store.db
    .selectFrom('org_keys')
    .selectAll()
    .where('org_id', '=', 'id-of-org-001')
    .executeTakeFirstOrThrow()
  await store.db.updateTable('org_keys').set({ ciphertext }).where('org_id', '=', 'id-of-org-000').execute()
  await store.close()
  const running = await start(OLD_KEY)
  const rejected = running.deps.orgs.all().map(({ row, reading }) => [row.slug, reading.keyRejected])
  expect(rejected).toEqual([
    ['org-000', true],
    ['org-001', false],
    ['org-002', false],
  ])
  expect(vaultOf(OLD_KEY).examine('id-of-org-000', ciphertext).state).toBe('damaged')
  await running.close()
})

it('looks at a file that is no database, and at one without a table, and leaves both to the opening', async () => {
  expect(await readSealedOrgKeys(databaseOf(folder))).toEqual([])
  expect(readdirSync(folder)).toEqual([])
  writeFileSync(databaseOf(folder), 'this is not a database, it is a text of some length')
  expect(await readSealedOrgKeys(databaseOf(folder))).toEqual([])
  await expect(start(OLD_KEY)).rejects.toThrow(/Restore it from a backup/)
  writeFileSync(databaseOf(folder), '')
  expect(await readSealedOrgKeys(databaseOf(folder))).toEqual([])
  mkdirSync(join(folder, 'folder'))
  await expect(readSealedOrgKeys(join(folder, 'folder'))).rejects.toThrow(/is no file/)
})
