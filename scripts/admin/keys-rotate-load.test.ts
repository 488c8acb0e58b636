/** `npm run keys:rotate` beside a console at work on the same database: no request fails, no key is lost, the record fits together. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ringState } from '@/lib/orgs/ring-state'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { recordFaults } from '@/testing/audit/record-faults'
import { apiConsole, ORG_KEY } from '@/testing/console/api-console'
import { BREAK, rotationEnv } from '@/testing/org-keys/rotate-keys'
import { databaseOf, insertSealedOrgs, keyFaults, NEW_KEY, OLD_KEY, vaultOf } from '@/testing/org-keys/sealed-database'

const RING = `${NEW_KEY},${OLD_KEY}`
const ORGS = 30
/** Statements of a run, from where it writes, before which it is killed. */
const KILLS = [3, 40, 90, 150]

const folder = mkdtempSync(join(tmpdir(), 'keys-load-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rotate = (killAt?: number): Promise<{ code: number | null; signal: string | null; said: string }> =>
  new Promise((done) => {
    const before = killAt ? ['--import', BREAK] : []
    const child = spawn(process.execPath, [...before, 'dist/keys-rotate.mjs'], {
      env: rotationEnv(folder, RING, killAt ? { KILL_AT: String(killAt) } : {}),
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    child.once('close', (code, signal) => done({ code, signal, said }))
  })

it('seals all anew, killed again and again, while people replace a key and rename the org', async () => {
  const api = await apiConsole({ DATA_DIR: folder, CONSOLE_ENCRYPTION_KEY: RING })
  const { store } = api.console.deps
  const slugs = await insertSealedOrgs(store.db, ORGS, OLD_KEY, api.authority.url)
  const cookie = await api.cookieOf('admin')
  const statuses = new Map<number, number>()
  let isOver = false
  const keepAsking = async (ask: (time: number) => Promise<Response>) => {
    for (let time = 0; !isOver; time += 1) {
      const { status } = await ask(time)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  const load = [
    keepAsking(() => api.call('PUT', '/api/orgs/main/key', { cookie, body: { orgKey: ORG_KEY } })),
    keepAsking((time) => api.call('PUT', '/api/orgs/main/settings', { cookie, body: { name: `Main ${time}` } })),
    keepAsking(() => api.call('GET', '/api/orgs/main/state', { cookie })),
  ]
  const signals: (string | null)[] = []
  for (const killAt of KILLS) {
    signals.push((await rotate(killAt)).signal)
    expect(await keyFaults(folder, slugs, vaultOf(NEW_KEY, OLD_KEY))).toEqual([])
  }
  const { code, said } = await rotate()
  isOver = true
  await Promise.all(load)

  expect({ code, signals }).toEqual({ code: 0, signals: KILLS.map(() => 'SIGKILL') })
  expect(said).toContain(`All ${ORGS + 1} org keys are sealed with key 1`)
  expect(said).not.toContain('canary')
  expect([...statuses.keys()]).toEqual([200])
  expect(statuses.get(200)).toBeGreaterThan(20)
  const alone = vaultOf(NEW_KEY)
  expect(await keyFaults(folder, slugs, alone)).toEqual([])
  const rows = await readSealedOrgKeys(databaseOf(folder))
  expect(ringState(alone, rows)).toMatchObject({ total: ORGS + 1, current: ORGS + 1 })
  const main = rows.find(({ slug }) => slug === 'main')
  expect(main && alone.open(main.org_id, main.ciphertext).reveal()).toBe(ORG_KEY)
  const resealed = store.db.selectFrom('audit_events').select('id').where('kind', '=', 'org.key-resealed')
  expect(await resealed.execute()).toHaveLength(ORGS)
  expect(await store.db.transaction().execute(recordFaults)).toEqual([])
  await api.close()
})
