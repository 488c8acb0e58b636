/** `npm run admin` as it is called: the real program on a real database. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toAuditEvent } from '@/lib/audit/audit-log'
import { auditSentence } from '@/lib/domain/audit-sentence'
import { CONTACT_CHARS_MAX, RUNBOOK_CHARS_MAX } from '@/lib/domain/limits'
import { checkPassword } from '@/lib/services/access/password'
import { listEvents } from '@/lib/store/audit/audit-events'
import { openStore } from '@/lib/store/open/open-store'
import { findOrgBySlug, insertOrg, putOrgKey } from '@/lib/store/orgs'
import { findUserByEmail } from '@/lib/store/people/users'

const folder = mkdtempSync(join(tmpdir(), 'admin-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const admin = (line: string, input = '', more: Record<string, string> = {}) =>
  adminWith(line.split(' ').filter(Boolean), input, more)

const adminWith = (words: readonly string[], input = '', more: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'admin', ...words], {
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
  })
  return { status, said: `${stdout}${stderr}`.trim() }
}

it('adds, changes, disables, enables and removes people, and never the last admin', async () => {
  await (await openStore(join(folder, 'console.db'))).close()
  const key = 'org_0123456789abcdefghij'
  expect(admin('org add --slug main --base-url embedded --key-file - --unchecked', key).said).toContain('Added main')
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

describe('the runbook and the contact of an org', () => {
  const database = join(folder, 'texts')
  const set = (...words: string[]) => adminWith(['org', 'set', ...words], '', { DATA_DIR: database })
  async function orgNow() {
    const store = await openStore(join(database, 'console.db'))
    const org = await findOrgBySlug(store.db, 'calls')
    const events = await listEvents(store.db, { orgIds: ['calls'], limit: 20 })
    await store.close()
    const said = events.map((event) => toAuditEvent(event, () => 'calls')).filter(({ kind }) => kind === 'org.changed')
    return { org, said }
  }
  beforeAll(async () => {
    mkdirSync(database)
    const store = await openStore(join(database, 'console.db'))
    const row = { id: 'calls', slug: 'calls', name: 'calls', base_url: 'embedded', id_pattern: '{a}:{b}', paths: '{}' }
    await insertOrg(store.db, { ...row, created_at: 0 })
    await putOrgKey(store.db, 'calls', 'x', 0)
    await store.close()
  })

  it('are set one by one and removed by an empty text, each with its event', async () => {
    const runbook = 'First look at https://example.org/run.\r\nThen call.\tSoon.'
    expect(set('calls', '--runbook', runbook)).toEqual({ status: 0, said: expect.stringContaining('within seconds') })
    expect((await orgNow()).org).toMatchObject({
      runbook: 'First look at https://example.org/run.\nThen call. Soon.',
      contact: null,
    })
    expect(set('--slug', 'calls', '--contact', ' 安 Ann, ext. 12 ').status).toBe(0)
    expect((await orgNow()).org).toMatchObject({
      contact: '安 Ann, ext. 12',
      runbook: expect.stringContaining('First'),
    })
    expect(set('calls', '--runbook', ' ').status).toBe(0)
    const { org, said } = await orgNow()
    expect(org).toMatchObject({ runbook: null, contact: '安 Ann, ext. 12' })
    expect(said.map((event) => auditSentence(event))).toEqual([
      'removed the runbook that the stop page shows',
      'set the contact that the stop page shows',
      'set the runbook that the stop page shows',
    ])
  })

  it.each([
    ['a runbook that is too long', ['calls', '--runbook', '😀'.repeat(RUNBOOK_CHARS_MAX + 1)], 'longer than 2000'],
    ['a contact that is too long', ['calls', '--contact', 'x'.repeat(CONTACT_CHARS_MAX + 1)], 'longer than 200'],
    ['control characters', ['calls', '--runbook', 'a\u001b[31m'], 'control characters'],
    ['an org that is not there', ['nowhere', '--contact', 'x'], 'There is no org "nowhere"'],
    ['nothing to set', ['calls'], '--runbook, --contact or both'],
    ['no org', ['--contact', 'x'], '--slug is missing'],
    ['two orgs', ['calls', '--slug', 'other', '--contact', 'x'], 'Name the org once'],
    ['a word too many', ['calls', 'other', '--contact', 'x'], 'Usage:'],
  ])('%s changes nothing', async (_, words, why) => {
    const before = await orgNow()
    expect(set(...words)).toEqual({ status: 1, said: expect.stringContaining(why) })
    expect(await orgNow()).toEqual(before)
  })

  it('take the longest text, counted as a person counts', () => {
    expect(set('calls', '--runbook', '😀'.repeat(RUNBOOK_CHARS_MAX)).status).toBe(0)
  })
})
