/** `npm run up` as a person runs it: whatever ends it ends everything it started, and an authority that dies comes back. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import { signIn } from './sign-in'
import { makeStartFolder, type Started, type StartFolder, waitFor } from './start-folder'

const ADMIN = { ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: 'correct-horse-battery' }
const READY_MS = 60_000
const END_MS = 10_000

let folder: StartFolder
let started: Started

test.beforeEach(async () => {
  folder = await makeStartFolder()
  started = folder.up({ args: ['--fleet', '3'], env: { ...ADMIN, ORG_NAME: 'main', FOREIGN: 'x' } })
  await waitFor('the start of the fleet', () => started.said().includes('started, working'), READY_MS)
})
test.afterEach(async () => {
  started.child.kill('SIGKILL')
  await waitFor('the end of everything', () => folder.running().length === 0, END_MS)
  folder.remove()
})

const commandOf = (id: number) => readFileSync(`/proc/${id}/cmdline`, 'utf8')
const find = (program: string) => folder.running().find((id) => commandOf(id).includes(program))
const health = (url: string) =>
  fetch(`${url}/healthz`)
    .then((reply) => reply.ok)
    .catch(() => false)

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)
  test(`${signal} to npm run up ends authority, console and fleet`, async () => {
    expect(folder.running()).toHaveLength(4)
    started.child.kill(signal)
    await waitFor('the end of everything', () => folder.running().length === 0, END_MS)
    expect(await started.exited).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0)
  })

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`${signal} to npm itself, which hands on no signal, ends authority, console and fleet`, async () => {
    started.child.kill('SIGTERM')
    await started.exited
    started = folder.up({ args: ['--fleet', '3'], env: { ...ADMIN, ORG_NAME: 'main' }, byNpm: true })
    await waitFor('the start of the fleet', () => started.said().includes('started, working'), READY_MS)
    started.child.kill(signal)
    await waitFor('the end of everything', () => folder.running().length === 0, END_MS)
  })

test('with open streams and a connection that says nothing, SIGTERM ends everything within ten seconds', async ({
  page,
}) => {
  const { console: port } = folder.ports
  const base = `http://127.0.0.1:${port}`
  await signIn(page, base, '/', { email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD })
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const stream = await fetch(`${base}/api/orgs/main/events`, { headers: { cookie } })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  const silent = connect(port, '127.0.0.1', () => silent.write('GET /stop HTTP/1.1\r\n'))
  silent.on('error', () => {})
  await new Promise((done) => silent.once('connect', done))
  started.child.kill('SIGTERM')
  await waitFor('the end of everything', () => folder.running().length === 0, END_MS)
  expect(await started.exited).toBe(0)
  await stream.body?.cancel().catch(() => undefined)
  silent.destroy()
})

test('an authority that dies is started again, the terminal says so, and the console stays up', async () => {
  const authority = `http://127.0.0.1:${folder.ports.authority}`
  const console_ = find('scripts/start.mjs')
  const died = find('dist/authority.mjs') as number
  process.kill(died, 'SIGKILL')
  await waitFor('the sentence', () => started.said().includes('The authority ended by itself (SIGKILL)'), END_MS)
  await waitFor('the authority that answers again', () => health(authority), END_MS)
  expect(started.said()).toContain('It is started again in 0.5 s.')
  expect(find('dist/authority.mjs')).not.toBe(died)
  expect(find('scripts/start.mjs')).toBe(console_)
  expect(await health(`http://127.0.0.1:${folder.ports.console}`)).toBe(true)
})

test('each program finds in its environment what it needs, and no secret of another', () => {
  const namesOf = (program: string) =>
    readFileSync(`/proc/${find(program)}/environ`, 'utf8')
      .split('\0')
      .map((entry) => entry.split('=')[0])
      .filter((name) => /^(AUTH|CONSOLE|ADMIN|MACHINEID|FOREIGN)/.test(name ?? ''))
      .sort()
  expect(namesOf('dist/fleet.mjs')).toEqual(['MACHINEID_ORG_KEY'])
  expect(namesOf('dist/authority.mjs')).toEqual([
    'AUTHORITY_ADMIN_KEY',
    'AUTHORITY_AGENT_KEY',
    'AUTHORITY_ORG_KEY',
    'AUTHORITY_PORT',
  ])
  expect(namesOf('scripts/start.mjs')).toEqual([
    'ADMIN_EMAIL',
    'ADMIN_PASSWORD',
    'AUTHORITY_ADMIN_KEY',
    'AUTHORITY_ORG_KEY',
    'AUTHORITY_PORT',
    'AUTH_SECRET',
    'CONSOLE_ENCRYPTION_KEY',
  ])
})

test('the fleet that the console proposes runs as printed, beside the console', async () => {
  const command = `npm run fleet -- --count 2 --base-url http://127.0.0.1:${folder.ports.authority}`
  const args = ['scripts/run.mjs', ...command.replace('npm run ', '').replace(' --', '').split(' ')]
  const beside = spawn(process.execPath, args, { cwd: folder.path, env: { PATH: process.env.PATH, NODE_ENV: 'test' } })
  let said = ''
  for (const stream of [beside.stdout, beside.stderr]) stream.on('data', (chunk) => (said += chunk))
  await waitFor('two agents at work', () => (said.match(/working/g) ?? []).length >= 2, END_MS)
  const ended = new Promise((done) => beside.once('exit', done))
  beside.kill('SIGTERM')
  await ended
})
