/** `npm run admin` as it is called: the real program on a real database. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkPassword } from '@/lib/services/access/password'
import { openStore } from '@/lib/store/open-store'
import { findUserByEmail } from '@/lib/store/people'

const folder = mkdtempSync(join(tmpdir(), 'admin-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const admin = (line: string, input = '', more: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'admin', ...line.split(' ').filter(Boolean)],
    {
      input,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        DATA_DIR: folder,
        AUTH_SECRET: 'admin-test-secret-admin-test-secret',
        CONSOLE_ENCRYPTION_KEY: 'admin-test-encryption-admin-test-enc',
        ...more,
      },
    },
  )
  return { status, said: `${stdout}${stderr}`.trim() }
}

it('adds, changes, disables, enables and removes people, and never the last admin', async () => {
  await (await openStore(join(folder, 'console.db'))).close()
  const key = 'org_0123456789abcdefghij'
  expect(admin('org add --slug main --base-url embedded --key-file -', key).said).toContain('Added main')
  expect(admin('user add --email ann@example.org --org main --role admin').status).toBe(0)
  for (const [password, why] of [
    ['x'.repeat(257), 'at most 256'],
    ['😀'.repeat(9), 'at least 10'],
    ['tab\tin-between', 'U+0009'],
  ] as const) {
    const refused = admin('user password --email ann@example.org', '', { NEW_PASSWORD: password })
    expect(refused).toEqual({ status: 1, said: expect.stringContaining(why) })
  }
  const decomposed = 'cafe\u0301-and-more'
  expect(admin('user password --email ann@example.org', '', { NEW_PASSWORD: decomposed }).status).toBe(0)
  const store = await openStore(join(folder, 'console.db'))
  const ann = await findUserByEmail(store.db, 'ann@example.org')
  await store.close()
  expect(await checkPassword(ann?.password_hash, 'caf\u00e9-and-more')).toBe(true)
  expect(admin('user disable --email ann@example.org')).toEqual({
    status: 1,
    said: expect.stringContaining('last admin of main'),
  })
  expect(admin('user add --email bob@example.org --org main --role viewer').status).toBe(0)
  expect(admin('user role --email bob@example.org --org main --role admin').said).toBe(
    'bob@example.org is admin of main.',
  )
  expect(admin('user disable --email ann@example.org').said).toContain('signed out everywhere')
  expect(admin('user enable --email ann@example.org').said).toContain('can sign in again')
  expect(admin('user remove --email ann@example.org').said).toContain('is removed')
  expect(admin('session list').said).toBe('No session is open.')
  expect(admin('session end --email bob@example.org').said).toBe('0 sessions are ended.')
  expect(admin('session end').said).toBe('Give either --id or --email.')
  expect(admin('org remove --slug main').said).toContain('main is removed')
  expect(admin('org remove --slug main').said).toBe('There is no org "main".')
  expect(admin('user add --email eve@example.org --org main --role admin').status).toBe(1)
  expect(admin('org add --slug main --base-url embedded --key-file -', key).said).toContain('that was removed')
  expect(admin('user dance')).toEqual({ status: 1, said: expect.stringContaining('Usage:') })
})
