/** The command as it is run: killed, refused, carried through; then a console goes on with the record on PostgreSQL. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { currentHead } from '@/lib/audit/anchors/current-head'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { composeConsole } from '@/lib/server/composition'
import { readConfig } from '@/lib/server/config/config'
import type { Console } from '@/lib/server/console'
import type { PostgresLocation } from '@/lib/store/postgres/postgres-location'
import { serverOfTests } from '@/testing/store/test-database'
import { type TestLocation, testLocation } from '@/testing/store/test-store'

const EVENTS = 300
const SAMPLES = 60_000

let folder: string
let at: TestLocation
let env: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-store-'))
  at = await testLocation()
  const { port, password } = serverOfTests()
  env = {
    AUTH_SECRET: 'start-test-secret-start-test-secret',
    CONSOLE_ENCRYPTION_KEY: 'start-test-encryption-start-test-en',
    MACHINEID_ORG_KEY: 'org_start_0123456789abcdefghijklmn',
    MACHINEID_BASE_URL: 'http://127.0.0.1:9',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    DATABASE_URL: `postgresql://console:${password}@127.0.0.1:${port}/${(at.location as PostgresLocation).database}`,
  }
})
afterAll(async () => {
  await at.drop()
  rmSync(folder, { recursive: true, force: true })
})

const onFile = () => {
  const { DATABASE_URL: _, ...others } = env
  return readConfig(others)
}

async function recordEvents({ deps }: Console, count: number): Promise<void> {
  await deps.store.db.transaction().execute(async (tx) => {
    for (let nth = 0; nth < count; nth += 1)
      await record(tx, consoleOrigin(null, Date.now()), 'user.password', { email: `${nth}@example.org` })
  })
  await deps.anchoring.publish()
}

const PROGRAM = ['--enable-source-maps', 'dist/admin.mjs', 'migrate-store']

function migrate(settings: Record<string, string | undefined> = {}, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...PROGRAM, ...options], {
    encoding: 'utf8',
    env: { ...process.env, ...env, ...settings },
  })
  return { status, said: `${stdout}${stderr}` }
}

/** Kills it with SIGKILL once it says that something was copied. */
async function killMidway(): Promise<void> {
  const child = spawn(process.execPath, PROGRAM, { env: { ...process.env, ...env } })
  let said = ''
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  child.stdout.on('data', (chunk) => {
    said += chunk
    if (said.includes('Copied ')) child.kill('SIGKILL')
  })
  expect(await ended, said).toBe('SIGKILL')
}

const verify = (head: string, ...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/audit-verify.mjs', '--expect-head', head, ...options],
    { encoding: 'utf8', env: { ...process.env, ...env } },
  )
  return { status, said: `${stdout}${stderr}` }
}

it('moves a console, whose record and anchors go on', async () => {
  const first = await composeConsole(onFile())
  await recordEvents(first, EVENTS)
  const [org] = first.deps.orgs.all() as [OrgRuntime]
  const head = await currentHead({ deps: first.deps, org })
  expect(migrate()).toEqual({ status: 1, said: expect.stringContaining('Another console runs on') })
  await first.close()
  seedSamples()

  expect(migrate({ DATABASE_URL: undefined })).toEqual({
    status: 1,
    said: expect.stringMatching(/^DATABASE_URL is not set.*Nothing was changed\. Set it to an empty PostgreSQL/),
  })
  expect(migrate({ AUDIT_SIGNING_KEY_FILE: join(folder, 'none.pem') })).toEqual({
    status: 1,
    said: expect.stringContaining('Nothing was changed. Set DATA_DIR or AUDIT_SIGNING_KEY_FILE'),
  })
  expect(migrate({}, '--org', 'main').said).toContain('Usage:')

  await killMidway()
  await expect(composeConsole(readConfig(env))).rejects.toThrow(/part of a copy that was not completed/)
  const moved = migrate()
  expect(moved, moved.said).toMatchObject({ status: 0 })
  expect(moved.said).toContain(`  usage_samples: ${SAMPLES.toLocaleString('en')}\n`)
  expect(moved.said).toMatch(
    /[\d,]+ rows are in "t_.*each compared with the file\. [\d,]+ of them were there from a run/,
  )
  expect(moved.said).toMatch(/The record fits together in both: \d+ events\./)
  expect(moved.said).not.toContain('password')
  expect(existsSync(join(folder, 'console.db'))).toBe(true)
  expect(migrate()).toEqual({ status: 0, said: expect.stringContaining('is the complete copy of') })

  const second = await composeConsole(readConfig(env))
  expect(second.deps.orgs.all()).toHaveLength(1)
  const anchorsBefore = (await second.deps.anchoring.anchors()).anchors
  expect(second.deps.anchoring.status()).toMatchObject({ broken: null, fault: null })
  await recordEvents(second, 3)
  const { anchors } = await second.deps.anchoring.anchors()
  expect(anchors.length).toBe(anchorsBefore.length + 1)
  expect(anchors.at(-1)?.previous).toBeTruthy()
  await second.close()
  const verified = verify(head, '--database-url')
  expect(verified, verified.said).toMatchObject({ status: 0 })
  // The file ends before the newest anchor: the proof follows the database.
  expect(verify(head).status).not.toBe(0)
})

it('copies a record that was altered before as it is, and says so', async () => {
  const own = mkdtempSync(join(folder, 'altered-'))
  const target = await testLocation()
  const url = env.DATABASE_URL as string
  const settings = {
    DATA_DIR: own,
    DATABASE_URL: url.replace(/[^/]+$/, (target.location as PostgresLocation).database),
  }
  const { DATABASE_URL: _, ...onlyFile } = { ...env, ...settings }
  const running = await composeConsole(readConfig(onlyFile))
  await recordEvents(running, 3)
  await running.close()
  const sqlite = new SQLite(join(own, 'console.db'))
  sqlite.exec("update audit_events set actor_name = 'another' where sequence = 2")
  sqlite.close()
  const { status, said } = migrate(settings)
  await target.drop()
  expect(status, said).toBe(0)
  expect(said).toMatch(/The record was not what was written before it was copied: .*npm run audit:verify says more/)
})

function seedSamples(): void {
  const sqlite = new SQLite(join(folder, 'console.db'))
  const insert = sqlite.prepare(
    'insert into usage_samples (org_id, resolution, at, allowed, active, revoked) values ((select id from orgs), 60, ?, 1, 2, 3)',
  )
  sqlite.transaction(() => {
    for (let nth = 0; nth < SAMPLES; nth += 1) insert.run(nth)
  })()
  sqlite.close()
}
