/** The way out where the encryption key is lost: each org key is entered anew, or its org removed, and the console starts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ringState } from '@/lib/orgs/ring-state'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import {
  databaseOf,
  keyFaults,
  makeSealedDatabase,
  NEW_KEY,
  OLD_KEY,
  orgKeyOf,
  vaultOf,
} from '@/testing/org-keys/sealed-database'

const folder = mkdtempSync(join(tmpdir(), 'org-key-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (program: string, line: string, input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/${program}.mjs`, ...line.split(' ')], {
    input,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATA_DIR: folder,
      AUTH_SECRET: 'admin-test-secret-admin-test-secret',
      CONSOLE_ENCRYPTION_KEY: NEW_KEY,
    },
  })
  return { status, said: `${stdout}${stderr}`.trim() }
}
const admin = (line: string, input = '') => run('admin', line, input)

it('replaces keys that do not open one by one; until then nothing starts and no org is added', async () => {
  await makeSealedDatabase(folder, 3, OLD_KEY)
  const refused = { status: 1, said: expect.stringContaining('CONSOLE_ENCRYPTION_KEY is not the key of this database') }
  expect(run('preflight', '')).toEqual(refused)
  expect(admin('org add --slug more --base-url embedded --key-file -', orgKeyOf('more'))).toEqual(refused)

  expect(admin('org replace-key org-000 --key-file -', `${orgKeyOf('org-000')}\n`)).toEqual({
    status: 0,
    said: expect.stringContaining('org-000 has the new key, sealed with key 1'),
  })
  expect(admin('org replace-key org-001 --key-file -', orgKeyOf('org-000')).said).toContain(
    'This key is the one of org-000',
  )
  expect(admin('org replace-key org-001 --key-file -', 'short').said).toContain('8 to 512 characters')
  expect(admin('org replace-key nowhere --key-file -', orgKeyOf('nowhere')).said).toContain('There is no org "nowhere"')
  expect(run('preflight', '').said).toContain('does not open 2 of 3 org keys')

  expect(admin('org replace-key --slug org-001 --key-file -', orgKeyOf('org-001')).status).toBe(0)
  expect(admin('org remove --slug org-002').status).toBe(0)
  expect(run('preflight', '')).toEqual({ status: 0, said: '' })
  const vault = vaultOf(NEW_KEY)
  expect(await keyFaults(folder, ['org-000', 'org-001'], vault)).toEqual([])
  expect(ringState(vault, await readSealedOrgKeys(databaseOf(folder)))).toMatchObject({ total: 2, current: 2 })
  expect(admin('org add --slug more --base-url embedded --key-file - --unchecked', orgKeyOf('more')).said).toContain(
    'Added more',
  )
})
