/** `npm run admin -- org add` asks the authority whether the key is right before it keeps it: the real program, a real authority. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { toAuditEvent } from '@/lib/audit/audit-log'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { auditSentence } from '@/lib/domain/audit-sentence'
import { listEvents } from '@/lib/store/audit/audit-events'
import { openStore } from '@/lib/store/open/open-store'
import type { Store } from '@/lib/store/rows/db'

const KEY = 'org_terminal_0123456789abcdefghij'
const AGENT_KEY = 'org_agent_terminal_0123456789abcdef'

let authority: RunningAuthority
let folder: string
let store: Store
beforeAll(async () => {
  authority = await startAuthority({ dataDir: ':memory:', port: 0, orgKey: KEY, agentKey: AGENT_KEY, drainMs: 100 })
})
afterAll(() => authority.close())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'org-add-'))
  store = await openStore(join(folder, 'console.db'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** In a process of its own that this one does not wait for: it runs the authority. */
async function add(line: string, key: string): Promise<{ status: number | null; said: string }> {
  const child = spawn(
    process.execPath,
    ['dist/admin.mjs', ...`org add --slug main --key-file - ${line}`.trim().split(' ')],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        DATA_DIR: folder,
        AUTH_SECRET: 'admin-test-secret-admin-test-secret',
        CONSOLE_ENCRYPTION_KEY: 'admin-test-encryption-admin-test-enc',
        AUTHORITY_PORT: new URL(authority.url).port,
      },
    },
  )
  child.stdin.end(key)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [status, ...said] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { status, said: said.join('').trim() }
}
const slugs = async () => (await store.db.selectFrom('orgs').select('slug').execute()).map(({ slug }) => slug)
const sentences = async () =>
  (await listEvents(store.db, { orgIds: await ids(), limit: 20 })).map((row) =>
    auditSentence(toAuditEvent(row, () => 'main')),
  )
const ids = async () => (await store.db.selectFrom('orgs').select('id').execute()).map(({ id }) => id)

it('keeps an org key that the authority takes, of the embedded one by its name too', async () => {
  expect(await add(`--base-url ${authority.url}`, KEY)).toMatchObject({
    status: 0,
    said: expect.stringMatching(/^Added/),
  })
  expect(await sentences()).toEqual([`added the org “main”, connected to ${authority.url}`])
  await store.db.deleteFrom('org_keys').execute()
  await store.db.deleteFrom('orgs').execute()
  expect((await add('--base-url embedded', KEY)).status).toBe(0)
})

it.each([
  ['a wrong key', 'org_wrong_0123456789abcdefghij'],
  // It reads usage and validates, and could stop nothing.
  ['an agent key', AGENT_KEY],
])('refuses %s and keeps nothing', async (_, key) => {
  const { status, said } = await add(`--base-url ${authority.url}`, key)
  expect([status, await slugs()]).toEqual([1, []])
  expect(said).toMatch(/Nothing was added\.$/)
  expect(said).not.toContain(key)
})

it('refuses while the authority is away, and keeps the key with --unchecked, which the record says', async () => {
  const away = '--base-url http://127.0.0.1:9'
  const refused = await add(away, KEY)
  expect([refused.status, await slugs()]).toEqual([1, []])
  expect(refused.said).toMatch(/Nothing was added\. To keep the key without asking, add --unchecked\.$/)
  expect(await add(`${away} --unchecked`, KEY)).toEqual({
    status: 0,
    said: expect.stringContaining('Its authority was not asked'),
  })
  expect(await sentences()).toEqual([
    'added the org “main”, connected to http://127.0.0.1:9, without asking it about the key',
  ])
})

it('refuses a key that is none before it asks', async () => {
  expect((await add(`--base-url ${authority.url}`, 'short')).said).toContain('An org key has 8 to 512 characters')
})
