/** An org that was acknowledged is on disk, whatever happens to the process; and what the disk does not take is not there. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { adminApiOf, newOrg } from '@/testing/authority/admin-api'
import { apiOf } from '@/testing/authority/api'
import { bundleProgram, runProgram } from '@/testing/authority/killable-process'
import { undoDeviceKeys } from '@/testing/authority/older-folder'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { ADMIN_KEY } from '@/testing/authority/test-keys'
import { ORGS_MAX } from './core/add-org'

const PROGRAMS = {
  authority: 'lib/authority/main.ts',
  'late-writer': 'testing/authority/late-commit-main.ts',
  'killed-before-answer': 'testing/authority/killed-before-answer-main.ts',
}
const ROUNDS = 5

const programs = new Map<string, string>()
beforeAll(async () => {
  for (const [name, source] of Object.entries(PROGRAMS))
    programs.set(name, await bundleProgram(source, `${name}-of-orgs`))
})

const run = (name: keyof typeof PROGRAMS, dataDir: string) =>
  runProgram(programs.get(name) as string, { DATA_DIR: dataDir, AUTHORITY_ADMIN_KEY: ADMIN_KEY })

/** How many orgs were acknowledged and are not there after `kill -9` at once and a restart, over several rounds. */
async function lostBy(name: keyof typeof PROGRAMS): Promise<number> {
  const dataDir = temporaryFolder()
  let lost = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const program = await run(name, dataDir)
    const wanted = newOrg()
    expect((await adminApiOf(program.url).add(wanted)).status).toBe(200)
    await program.kill('SIGKILL')
    const { url, close } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    for (const key of [wanted.orgKey, wanted.agentKey])
      if ((await apiOf(url, key).get('usage')).body.limit !== wanted.deviceLimit) lost += 1
    await close()
  }
  return lost
}

describe('kill -9', () => {
  it('loses no org that was acknowledged', async () => {
    expect(await lostBy('authority')).toBe(0)
  })

  it('finds a mutant that acknowledges an org before it commits', async () => {
    expect(await lostBy('late-writer')).toBeGreaterThan(0)
  })

  it('between commit and answer: the same call again finds the org, once', async () => {
    const dataDir = temporaryFolder()
    const program = await run('killed-before-answer', dataDir)
    const wanted = newOrg()
    await expect(adminApiOf(program.url).add(wanted)).rejects.toThrow()
    const { url } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    const { body } = await adminApiOf(url).add(wanted)
    expect(body).toMatchObject({ status: 'exists', org: { name: wanted.name, limit: wanted.deviceLimit } })
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(2)
    expect((await apiOf(url, wanted.agentKey).get('usage')).status).toBe(200)
  })
})

it.each([
  ['from the start', 'BEGIN IMMEDIATE', 'ROLLBACK'],
  [
    'in the middle of the change',
    "CREATE TRIGGER full BEFORE INSERT ON agent_keys BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    'DROP TRIGGER full',
  ],
])(
  'a disk that takes nothing %s: no org, neither in the list nor by its keys, until it does',
  async (_when, fill, free) => {
    const dataDir = temporaryFolder()
    const { url } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    const other = new Database(join(dataDir, 'authority.db'))
    onTestFinished(() => void other.close())
    other.exec(fill)
    const wanted = newOrg()
    const refused = await Promise.all([adminApiOf(url).add(wanted), adminApiOf(url).add(wanted)])
    for (const answer of refused) expect(answer).toMatchObject({ status: 500, body: { error: 'not_written' } })
    const statuses = async () =>
      Promise.all([wanted.orgKey, wanted.agentKey].map(async (key) => (await apiOf(url, key).get('usage')).status))
    expect(await statuses()).toEqual([401, 401])
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(1)
    other.exec(free)
    expect((await adminApiOf(url).add(wanted)).body.status).toBe('ok')
    expect(await statuses()).toEqual([200, 200])
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(2)
  },
)

it('a data folder from before orgs had names opens, and takes more orgs', async () => {
  const dataDir = temporaryFolder()
  await (await testAuthority({ dataDir })).close()
  const state = new Database(join(dataDir, 'authority.db'))
  undoDeviceKeys(state)
  state.exec('DROP INDEX orgs_by_made_with; ALTER TABLE orgs DROP COLUMN made_with; ALTER TABLE orgs DROP COLUMN name')
  state.pragma('user_version = 2')
  state.close()
  const { url, org } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
  expect((await org.get('usage')).status).toBe(200)
  expect((await adminApiOf(url).add(newOrg())).status).toBe(200)
  expect((await adminApiOf(url).list()).body.orgs).toMatchObject([{ name: null }, { name: expect.any(String) }])
})

it(`keeps at most ${ORGS_MAX} orgs, and starts and lists with all of them`, async () => {
  const dataDir = temporaryFolder()
  await (await testAuthority({ dataDir })).close()
  const state = new Database(join(dataDir, 'authority.db'))
  const insert = state.prepare(
    `INSERT INTO orgs (id, tag, device_limit, plan_state, disabled, reserved_revision, created_at, name, made_with)
     VALUES (?, ?, 10, 'active', 0, 0, 0, ?, NULL)`,
  )
  state.transaction(() => {
    for (let id = 2; id < ORGS_MAX; id += 1) insert.run(id, `tag-${id}`, `Org ${id}`)
  })()
  state.close()
  const { url, org } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
  const [first, second] = [newOrg(), newOrg()]
  expect((await adminApiOf(url).add(first)).body.status).toBe('ok')
  expect(await adminApiOf(url).add(second)).toMatchObject({
    status: 409,
    body: { error: 'too_many_orgs', limit: ORGS_MAX },
  })
  expect((await adminApiOf(url).add(first)).body.status).toBe('exists')
  const { orgs } = (await adminApiOf(url).list()).body
  expect([orgs.length, orgs.at(-1)?.name]).toEqual([ORGS_MAX, first.name])
  expect((await org.get('usage')).status).toBe(200)
})
