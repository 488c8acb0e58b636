/** `npm run authority -- org …` as it is typed: the real program, beside an authority that runs, and without one. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { adminApiOf } from '@/testing/authority/admin-api'
import { apiOf } from '@/testing/authority/api'
import { bundleProgram, runProgram } from '@/testing/authority/killable-process'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { ADMIN_KEY, ORG_KEY } from '@/testing/authority/test-keys'
import { readCommand } from './org-command'

type Said = { code: number; out: string; err: string }

/** Runs the command as npm does, with nothing of this machine's settings but the folder and what is given. */
function command(dataDir: string, words: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const settings = { AUTHORITY_ADMIN_KEY: '', DATA_DIR: dataDir, ...env }
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['scripts/run.mjs', 'authority', ...words],
      { env: { PATH: process.env.PATH, NODE_ENV: 'test', ...settings } },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

const KEYS = /^ {2}org key {4}(org_[\w-]{43}) .*\n {2}agent key {2}(org_agent_[\w-]{43}) /m

function keysIn(out: string): { orgKey: string; agentKey: string } {
  const [, orgKey = '', agentKey = ''] = KEYS.exec(out) ?? []
  return { orgKey, agentKey }
}

/** A folder in which an authority was, and ended. */
async function usedFolder(): Promise<string> {
  const dataDir = temporaryFolder()
  await (await testAuthority({ dataDir })).close()
  return dataDir
}

let program = ''
beforeAll(async () => {
  program = await bundleProgram('lib/authority/main.ts', 'authority-of-commands')
})

/** A running authority as a process of its own, and the settings with which a command finds it. */
async function runningAuthority(adminKey = ADMIN_KEY) {
  const dataDir = temporaryFolder()
  const running = await runProgram(program, { DATA_DIR: dataDir, AUTHORITY_ADMIN_KEY: adminKey })
  onTestFinished(async () => void (await running.kill()))
  const env = { AUTHORITY_PORT: new URL(running.url).port, AUTHORITY_ADMIN_KEY: ADMIN_KEY }
  return { ...running, dataDir, env }
}

describe('org add', () => {
  it('works beside a running authority: keys shown once, that work at once, and how to connect the org', async () => {
    const { url, dataDir, env, output } = await runningAuthority()
    const said = await command(dataDir, ['org', 'add', '--limit', '250', '--name', "Ann's Élan"], env)
    expect([said.code, said.err]).toEqual([0, ''])
    const { orgKey, agentKey } = keysIn(said.out)
    for (const key of [orgKey, agentKey]) {
      expect((await apiOf(url, key).get('usage')).body.limit).toBe(250)
      expect(said.out.split(key)).toHaveLength(2)
    }
    expect(said.out).toContain(
      "npm run admin -- org add --slug ann-s-elan --name 'Ann'\\''s Élan' --base-url embedded --key-file -\n",
    )
    expect(said.out).not.toContain(ADMIN_KEY)
    expect(output()).not.toMatch(/org_|elan/i)
    const listed = await command(dataDir, ['org', 'list'], env)
    expect(listed.out).toMatch(
      /^id +devices +limit +state +created +name\n\w{12} .* –\n\w{12} .*enabled .* Ann's Élan\n$/,
    )
    expect(listed.out).not.toMatch(/org_/)
  })

  it('works without one: it opens the folder, and leaves it as an authority does that ends', async () => {
    const dataDir = await usedFolder()
    const said = await command(dataDir, ['org', 'add', '--limit', '3'])
    expect([said.code, said.err]).toEqual([0, ''])
    expect(said.out).toMatch(/--slug (org-\w{6}) --name '\1' /)
    expect((await command(dataDir, ['org', 'list'])).out).toMatch(/^\w{12} +0 +3 +enabled .* org-\w{6}$/m)
    const { orgKey, agentKey } = keysIn(said.out)
    const { url, org } = await testAuthority({ dataDir })
    for (const key of [orgKey, agentKey, ORG_KEY]) expect((await apiOf(url, key).get('usage')).status).toBe(200)
    expect((await org.get('devices/list')).status).toBe(200)
  })

  it('gets through to an authority that starts meanwhile, or ends', async () => {
    const dataDir = await usedFolder()
    const env = { AUTHORITY_ADMIN_KEY: ADMIN_KEY }
    const running = await runProgram(program, { ...env, DATA_DIR: dataDir })
    const port = new URL(running.url).port
    const calls = ['a', 'b', 'c'].map((name) =>
      command(dataDir, ['org', 'add', '--limit', '1', '--name', name], { ...env, AUTHORITY_PORT: port }),
    )
    await Promise.race(calls)
    await running.kill('SIGKILL')
    expect((await Promise.all(calls)).map(({ code, err }) => [code, err])).toEqual(Array(3).fill([0, '']))
    const { url } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    const names = (await adminApiOf(url).list()).body.orgs.map(({ name }) => name)
    expect(names.sort()).toEqual(['a', 'b', 'c', null])
  })

  it('asks again after a lost answer, and makes one org', async () => {
    const dataDir = temporaryFolder()
    const real = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    let lost = 0
    const front = createServer(async (req, res) => {
      let body = ''
      for await (const chunk of req.setEncoding('utf8')) body += chunk
      const headers = { 'x-admin-key': String(req.headers['x-admin-key']), 'content-type': 'application/json' }
      const reply = await fetch(real.url + req.url, { method: req.method, headers, body })
      const text = await reply.text()
      lost += 1
      if (lost < 3) return void res.destroy()
      res.writeHead(reply.status, { 'content-type': 'application/json' }).end(text)
    })
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void front.close())
    const env = { AUTHORITY_PORT: String((front.address() as AddressInfo).port), AUTHORITY_ADMIN_KEY: ADMIN_KEY }
    const said = await command(dataDir, ['org', 'add', '--limit', '1'], env)
    expect([said.code, lost]).toEqual([0, 3])
    expect((await adminApiOf(real.url).list()).body.orgs).toHaveLength(2)
    expect((await apiOf(real.url, keysIn(said.out).agentKey).get('usage')).status).toBe(200)
  })

  it('shows the keys when it never learns whether the org was made', async () => {
    const dataDir = temporaryFolder()
    await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    const silent = createServer((_, res) => void res.destroy())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const env = { AUTHORITY_PORT: String((silent.address() as AddressInfo).port), AUTHORITY_ADMIN_KEY: ADMIN_KEY }
    const said = await command(dataDir, ['org', 'add', '--limit', '1'], env)
    expect([said.code, said.out]).toEqual([1, ''])
    expect(said.err).toContain('It is not known whether the org was made.')
    expect(said.err).toMatch(KEYS)
  })
})

describe('refuses in one sentence', () => {
  const refused = async (said: Promise<Said>) => {
    const { code, out, err } = await said
    expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1])
    expect(err).not.toMatch(/ {4}at |org_admin/)
    return err
  }

  it('where there is no authority yet, and makes none', async () => {
    const dataDir = temporaryFolder()
    expect(await refused(command(dataDir, ['org', 'list']))).toContain(`There is no authority in ${dataDir} yet.`)
    expect(readdirSync(dataDir)).toEqual([])
    const missing = join(dataDir, 'missing')
    await refused(command(missing, ['org', 'add', '--limit', '1']))
    expect(existsSync(missing)).toBe(false)
  })

  it('a running authority without its admin key, or with another one', async () => {
    const { dataDir, env } = await runningAuthority(`${ADMIN_KEY}-2`)
    expect(await refused(command(dataDir, ['org', 'list'], env))).toContain('with another admin key')
    const none = { ...env, AUTHORITY_ADMIN_KEY: '' }
    expect(await refused(command(dataDir, ['org', 'list'], none))).toContain('AUTHORITY_ADMIN_KEY is not set here')
  })

  it('a running authority that was started without one', async () => {
    const { dataDir, env } = await runningAuthority('')
    expect(await refused(command(dataDir, ['org', 'list'], env))).toContain('started without AUTHORITY_ADMIN_KEY')
  })

  it('a running authority that answers elsewhere', async () => {
    const { dataDir, env } = await runningAuthority()
    const err = await refused(command(dataDir, ['org', 'add', '--limit', '1'], { ...env, AUTHORITY_PORT: '9' }))
    expect(err).toContain('Set AUTHORITY_HOST and AUTHORITY_PORT')
    expect(err).toContain('Nothing was changed.')
  })

  it('a name that the authority does not take, and a configuration that is wrong', async () => {
    const dataDir = await usedFolder()
    expect(await refused(command(dataDir, ['org', 'add', '--limit', '1', '--name', 'a\tb']))).toContain('name must be')
    const wrong = { AUTHORITY_ADMIN_KEY: 'short' }
    expect(await refused(command(dataDir, ['org', 'list'], wrong))).toContain('AUTHORITY_ADMIN_KEY must have 32')
    expect(await refused(command(dataDir, ['org', 'dance']))).toContain('Use npm run authority -- org add --limit N')
  })
})

describe('what is typed', () => {
  it.each<[words: string, kind: object]>([
    ['org list', { kind: 'list' }],
    ['org add --limit 1', { kind: 'add', deviceLimit: 1, name: expect.stringMatching(/^org-\w{6}$/) }],
    ['org add --limit=1000000 --name=x', { kind: 'add', deviceLimit: 1_000_000, name: 'x' }],
    ['org add --name x --limit 25', { kind: 'add', deviceLimit: 25, name: 'x' }],
  ])('%s', (words, kind) => {
    expect(readCommand(words.split(' '))).toEqual(kind)
  })

  it.each<[words: string, sentence: RegExp]>([
    ['', /^Use npm run authority/],
    ['org', /^Use/],
    ['add --limit 1', /^Use/],
    ['org remove', /^Use/],
    ['org add more --limit 1', /^Use/],
    ['org list --limit 1', /^org list takes no option/],
    ['org add', /^--limit must be a whole number of devices from 1 to 1000000\.$/],
    ['org add --limit 0', /^--limit must/],
    ['org add --limit 1000001', /^--limit must/],
    ['org add --limit 1e3', /^--limit must/],
    ['org add --limit 1.5', /^--limit must/],
    ['org add --limit ten', /^--limit must/],
    ['org add --limit 1 --name=', /^--name must not be empty/],
    ['org add --limit 1 --key x', /^Unknown option '--key'\. Use/],
    ['org add --limit', /argument missing\. Use/],
    ['org add --limit -1', /--limit.*Use/],
  ])('is refused: %s', (words, sentence) => {
    expect(() => readCommand(words.split(' ').filter(Boolean))).toThrow(sentence)
    expect(() => readCommand(words.split(' ').filter(Boolean))).not.toThrow('\n')
  })
})
