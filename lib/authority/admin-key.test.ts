/** The admin key opens the calls of an admin and no other; no other key opens those; and it is in no output. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { adminApiOf, newOrg } from '@/testing/authority/admin-api'
import { apiOf } from '@/testing/authority/api'
import { bundleProgram, runProgram } from '@/testing/authority/killable-process'
import { startBrokenTwin } from '@/testing/authority/mutants'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { ADMIN_KEY, AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'
import { readConfig } from './config'
import { createAuthority } from './create-authority'
import { ROUTES } from './routes'

const WRONG_ADMIN_KEYS = ['', 'x', ORG_KEY, AGENT_KEY, ADMIN_KEY.slice(0, -1), `${ADMIN_KEY}x`, ADMIN_KEY.toUpperCase()]

/** Keys, as an admin key and as an org key beside it, that got an answer of an admin's call. */
async function letIn(url: string): Promise<string[]> {
  const tried = [
    ...WRONG_ADMIN_KEYS.map((key) => [key, '']),
    ...['', ORG_KEY, AGENT_KEY, ADMIN_KEY].map((orgKey) => ['', orgKey]),
    [ORG_KEY, ORG_KEY],
    [AGENT_KEY, AGENT_KEY],
  ] as [key: string, orgKey: string][]
  const found: string[] = []
  for (const [key, orgKey] of tried) {
    const admin = adminApiOf(url, key, orgKey)
    for (const { status, body } of [await admin.list(), await admin.add(newOrg())])
      if (status !== 401 || body.error !== 'invalid_admin_key') found.push(`${key} ${orgKey}: ${status}`)
  }
  return found
}

describe('the calls of an admin', () => {
  it('take the admin key alone: no org key, no agent key, nothing like it', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    expect(await letIn(url)).toEqual([])
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(1)
    expect((await adminApiOf(url, ADMIN_KEY, AGENT_KEY).list()).status).toBe(200)
  })

  it('open to an org key are found by that test', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const mutant = await startBrokenTwin(url, 'org key for admin key')
    onTestFinished(mutant.close)
    expect(await letIn(mutant.url)).not.toEqual([])
  })

  it('count a wrong key, and slow it down; the right one never', async () => {
    const { url, org } = await testAuthority({ adminKey: ADMIN_KEY })
    const statuses: number[] = []
    for (let guess = 0; guess < 110; guess += 1) statuses.push((await adminApiOf(url, `guess-${guess}`).list()).status)
    expect(statuses).toEqual([...Array(100).fill(401), ...Array(10).fill(429)])
    expect((await org.get('org/wrong_keys')).body.count).toBe(110)
    expect((await adminApiOf(url).list()).status).toBe(200)
  })

  it('refuse the admin key given twice, and a key of any length', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    expect((await adminApiOf(url, `${ADMIN_KEY}, ${ADMIN_KEY}`).list()).status).toBe(401)
    expect((await adminApiOf(url, 'x'.repeat(100_000)).list()).status).toBe(401)
  })

  it('are paths like any other where there is no admin key', async () => {
    const { url, org } = await testAuthority()
    const { request_id: _, ...nowhere } = (await org.get('nowhere')).body
    for (const key of ['', ADMIN_KEY, ORG_KEY]) {
      for (const { status, body } of [await adminApiOf(url, key).list(), await adminApiOf(url, key).add(newOrg())])
        expect([status, body]).toMatchObject([404, nowhere])
    }
    expect((await org.raw('admin/orgs', { method: 'DELETE' })).status).toBe(404)
  })
})

describe('the admin key', () => {
  it('opens no other call, as whichever header it is sent', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const calls = ROUTES.filter(({ access }) => access === 'org' || access === 'agent')
    expect(calls.length).toBeGreaterThan(15)
    for (const { method, path } of calls) {
      const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' }
      const body = method === 'POST' ? '{"deviceId":"a"}' : undefined
      for (const key of [ADMIN_KEY, '']) {
        const { status, body: answer } = await apiOf(url, key).raw(path, { method, headers, body })
        expect([path, status, answer.error]).toEqual([path, 401, 'invalid_org_key'])
      }
    }
    expect((await adminApiOf(url).list()).body.orgs).toMatchObject([{ devices: 0, disabled: false }])
  })

  it.each(['AUTHORITY_ORG_KEY', 'AUTHORITY_AGENT_KEY'])('must not be %s', (name) => {
    const key = `org_agent_${'x'.repeat(40)}`
    const keys = { AUTHORITY_ORG_KEY: ORG_KEY, AUTHORITY_AGENT_KEY: AGENT_KEY, AUTHORITY_ADMIN_KEY: key, [name]: key }
    const config = readConfig({ NODE_ENV: 'test', DATA_DIR: temporaryFolder(), ...keys })
    expect(() => createAuthority(config)).toThrow('AUTHORITY_ADMIN_KEY is the key of an org as well')
  })

  it('must not be the key of any org at a later start', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    const { orgKey } = newOrg({ orgKey: `org_${'later'.repeat(8)}` })
    await adminApiOf(first.url).add(newOrg({ orgKey }))
    await first.close()
    await expect(testAuthority({ dataDir, adminKey: orgKey })).rejects.toThrow('the key of an org as well')
    const { url } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(2)
  })

  it.each(['x'.repeat(31), 'x'.repeat(257), `${'x'.repeat(32)} y`, `${'x'.repeat(40)}ü`])('is not %j', (key) => {
    const read = () => readConfig({ NODE_ENV: 'test', AUTHORITY_ADMIN_KEY: key })
    expect(read).toThrow('AUTHORITY_ADMIN_KEY must have 32 to 256 characters without spaces')
    expect(read).not.toThrow('xxx')
  })

  it('may be another one at each start: it is kept nowhere', async () => {
    const dataDir = temporaryFolder()
    for (const adminKey of [ADMIN_KEY, `${ADMIN_KEY}-2`]) {
      const { url, close } = await testAuthority({ dataDir, adminKey })
      expect((await adminApiOf(url, adminKey).list()).status).toBe(200)
      await close()
    }
  })
})

describe('what the program prints', () => {
  const programs = new Map<string, string>()
  beforeAll(async () => {
    programs.set('authority', await bundleProgram('lib/authority/main.ts', 'authority-with-admin'))
    programs.set('mutant', await bundleProgram('testing/authority/loud-main.ts', 'loud-authority'))
  })

  /** Everything that a program printed from its start to its end, with calls that work, are refused and fail in between. */
  async function printedBy(name: string): Promise<string> {
    const env = { DATA_DIR: temporaryFolder(), AUTHORITY_ADMIN_KEY: ADMIN_KEY }
    const program = await runProgram(programs.get(name) as string, env)
    const wanted = newOrg()
    for (const more of [{}, {}, { name: 'other' }, { deviceLimit: 0 }])
      await adminApiOf(program.url).add({ ...wanted, ...more })
    await adminApiOf(program.url, `${ADMIN_KEY}x`).list()
    await adminApiOf(program.url).list()
    expect(await program.kill('SIGTERM')).toBe(0)
    return program.output()
  }

  it('has no key', async () => {
    expect(await printedBy('authority')).toMatch(/^ready http.*\n$/)
  })

  it('is looked at so closely that a key in a line of a mutant is found', async () => {
    expect(await printedBy('mutant')).toContain(ADMIN_KEY)
  })
})
