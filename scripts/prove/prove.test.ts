/** `npm run prove` as it is typed: exit codes, files, what the command finds in its environment, Ctrl-C. */
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { livingProcesses } from './living-processes'

const PROGRAM = resolve('dist/prove.mjs')
const AGENT = resolve('testing/prove-agents/loop-agent.mjs')
const DEVICE = 'crewai:test:planner:01'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prove-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = { code: number; out: string; err: string }

/** Runs it in a folder of its own, as npm does for a caller elsewhere. */
function prove(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const given = { PATH: process.env.PATH, NODE_ENV: 'test', INIT_CWD: folder, ...env } as NodeJS.ProcessEnv
  return new Promise((done) => {
    execFile(process.execPath, [PROGRAM, ...args], { env: given }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

const some = ['--device', DEVICE, '--rounds', '2', '--boundary', 'start', '--boundary', 'call', '--fault', 'denied']

it.concurrent('writes table and files, and exits with 0 where it stops', async () => {
  const { code, out, err } = await prove([...some, '--json', 'a.json', '--junit', 'a.xml', '--', 'node', AGENT])
  expect({ code, out, err }).toMatchObject({ code: 0 })
  expect(out).toMatch(/^ +denied\nat start +0\nat a later call +0\n/m)
  expect(out).toContain('2 proven, 0 not stopped, 0 could not tell.')
  expect(err).toContain('the tools of the command are real')
  const json = JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))
  expect(json).toMatchObject({ version: 1, deviceId: DEVICE, exitCode: 0, useless: null })
  expect(json.cells[0]).toMatchObject({ boundary: 'start', fault: 'denied', verdict: 'stopped', after: 0 })
  expect(readFileSync(join(folder, 'a.xml'), 'utf8')).toContain('<testcase classname="at start" name="denied"')
})

it.concurrent('exits with 1 where it goes on, and says how', async () => {
  const fault = ['--fault', 'string', '--without', 'start']
  const command = ['--', 'node', AGENT, 'opens-on-string']
  const { code, out } = await prove([...some, ...fault, '--junit', 'b.xml', ...command])
  expect(code).toBe(1)
  expect(out).toMatch(/^at a later call +0 +goes on$/m)
  expect(out).toMatch(
    /at a later call, allowed: "true": \d+ units of work began after the denial: it took that for an allow/,
  )
  expect(readFileSync(join(folder, 'b.xml'), 'utf8')).toMatch(
    /failures="1" errors="0"[\s\S]*<failure type="not-stopped"/,
  )
})

it.concurrent('exits with 2 where it cannot tell', async () => {
  const { code, out } = await prove([...some, '--junit', 'c.xml', '--', 'node', '-e', 'console.log("<here> \\u0007")'])
  expect(code).toBe(2)
  expect(out).toContain('Could not tell: it never asked')
  expect(out).toContain('It printed:\n<here>')
  expect(readFileSync(join(folder, 'c.xml'), 'utf8')).toContain('errors="1"')
})

it.concurrent.each<[what: string, args: string[], says: RegExp]>([
  ['no device', ['--', 'true'], /--device/],
  ['no command', ['--device', 'a'], /command is missing/],
  ['a control character', ['--device', 'a\u0007', '--', 'true'], /control characters/],
  ['an unknown boundary', ['--device', 'a', '--boundary', 'end', '--', 'true'], /--boundary/],
  ['an unknown option', ['--device', 'a', '--faults', 'x', '--', 'true'], /--faults/],
  ['a time that ends too early', ['--device', 'a', '--settle', '1', '--', 'true'], /--settle/],
])('exits with 2 at %s', async (_what, args, says) => {
  const { code, err } = await prove(args)
  expect(code).toBe(2)
  expect(err).toMatch(says)
})

it.concurrent('takes real keys out of the environment', async () => {
  const seen = join(folder, 'env.json')
  const script = join(folder, 'env.mjs')
  writeFileSync(
    script,
    `import fs from 'node:fs'\nfs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.env))\n`,
  )
  const real = {
    MACHINEID_ORG_KEY: 'org_real_0123456789',
    MACHINEID_ORG_KEY_FILE: '/run/secrets/key',
    MACHINEID_BASE_URL: 'https://authority.example',
    OPENAI_API_KEY: 'sk-real-0123456789',
    ANTHROPIC_API_KEY: 'real',
    ANTHROPIC_BASE_URL: 'https://authority.example',
    CLAUDE_CODE_USE_BEDROCK: '1',
    GOOGLE_GENAI_USE_VERTEXAI: '1',
    GITHUB_TOKEN: 'real',
    DB_PASSWORD: 'real',
    DATABASE_URL: 'postgres://me:real@db.example/x',
    HIDDEN: 'a org_real_0123456789 in the midst',
    NEEDED_TOKEN: 'kept',
    MONKEY: 'a name that only looks like it',
    NO_PROXY: 'intranet.example',
  }
  const { err } = await prove([...some, '--keep-env', 'NEEDED_TOKEN', '--', 'node', script], real)
  const env = JSON.parse(readFileSync(seen, 'utf8')) as Record<string, string>
  expect(JSON.stringify(env)).not.toMatch(/real_|real"|authority\.example|run\/secrets|sk-real|:real@/)
  expect(env).toMatchObject({
    NEEDED_TOKEN: 'kept',
    MONKEY: 'a name that only looks like it',
    MACHINEID_DEVICE_ID: DEVICE,
    MACHINEID_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    OPENAI_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
    ANTHROPIC_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    GOOGLE_GEMINI_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    PROVE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]+$/),
    NO_PROXY: 'intranet.example,127.0.0.1,localhost',
  })
  expect([env.INIT_CWD, env.CLAUDE_CODE_USE_BEDROCK, env.GOOGLE_GENAI_USE_VERTEXAI]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(err).toContain(
    'Taken out of its environment: ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, CLAUDE_CODE_USE_BEDROCK, DATABASE_URL, DB_PASSWORD, GITHUB_TOKEN, GOOGLE_GENAI_USE_VERTEXAI, HIDDEN',
  )
  expect(err).not.toMatch(/real[_@"-]/)
})

/** Nothing can answer to the last one: what was started is ended from outside. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const

// Each with an `expect` of its own: the one of the file does not know in which of them it polls.
it.concurrent.for(SIGNALS)('ends all that it started at %s', async (signal, { expect }) => {
  const token = randomUUID()
  const env = { ...process.env, TEST_RUN: token }
  // It ignores the signal, and so does what it started in a session of its own.
  const stubborn = `process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); setInterval(() => {}, 1000);`
  const started = join(folder, token)
  const inner = `${stubborn} require('node:fs').writeFileSync(${JSON.stringify(started)}, '')`
  const script = `${stubborn} require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { detached: true, stdio: 'ignore' })`
  const kit = spawn(process.execPath, [PROGRAM, '--device', 'a', '--', process.execPath, '-e', script], {
    env,
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>((done) => kit.once('exit', done))
  await expect.poll(() => existsSync(started), { timeout: 20_000 }).toBe(true)
  expect(livingProcesses(-1, token).filter((pid) => pid !== kit.pid)).toHaveLength(2)
  kit.kill(signal)
  if (signal === 'SIGKILL') return expect.poll(() => livingProcesses(-1, token), { timeout: 20_000 }).toEqual([])
  expect(await ended).toBe(2)
  expect(livingProcesses(-1, token)).toEqual([])
})
