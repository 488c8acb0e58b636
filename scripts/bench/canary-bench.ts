/**
 * Whether a secret lies anywhere it must not: keys and passwords that are known here go through everything that takes them, and then
 * all that console and authority wrote, answered and built is looked through.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ROWS } from '@/testing/access/rows'
import { type Canary, findInFolder, findSecrets, type Hit } from '@/testing/secrets/find-secrets'
import type { Figure } from './authority-bench'
import { openSession } from './console-session'
import { ADMIN, freePort, type Stage, withStage } from './stage'

const secret = (prefix: string) => `${prefix}${randomBytes(32).toString('base64url')}`
const PAGES = [
  '',
  'devices',
  'operations',
  'usage',
  'usage/week',
  'activity',
  'activity/record',
  'notes',
  'connect',
  'people',
  'settings',
]
const KEY_PAGES = ['keys/rotation', 'keys/leaked', 'glossary']
const PLAIN = [
  '/',
  '/sign-in',
  '/stop',
  '/stop/main',
  '/offline',
  '/unreachable',
  '/healthz',
  '/metrics',
  '/orgs',
  '/orgs/new',
  '/account',
  '/none',
]
const BUILT = ['dist', '.next/server', '.next/static']

/** What was answered: its address, and all of it. */
type Answer = { where: string; text: string }

class World {
  readonly canaries: Canary[] = []
  readonly answers: Answer[] = []

  constructor(
    readonly authorityUrl: string,
    readonly url: string,
    readonly cookie: string,
  ) {}

  know(name: string, text: string | null | undefined): string {
    if (!text) throw new Error(`there is no ${name}`)
    this.canaries.push({ name, text })
    return text
  }

  /** One call of an agent or of the org; what it answers is looked through unless it shows a key once. */
  async call(key: string, path: string, body?: object, shows = false): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.authorityUrl}/api/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-org-key': key, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    if (!shows) this.answers.push({ where: `authority ${path.split('?')[0]}`, text: `${headersOf(response)}${text}` })
    return JSON.parse(text)
  }

  async ask(
    path: string,
    { method = 'GET', body, headers = {}, shows = false }: Ask = {},
  ): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.cookie,
        origin: this.url,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      // A stream of events is read for a moment only.
      signal: AbortSignal.timeout(path.endsWith('/events') ? 500 : 60_000),
    }).catch(() => null)
    const text = response ? await response.text().catch(() => '') : ''
    if (response && !shows) this.answers.push({ where: `${method} ${path}`, text: `${headersOf(response)}${text}` })
    return shows ? JSON.parse(text) : {}
  }
}

type Ask = { method?: string; body?: unknown; headers?: Record<string, string>; shows?: boolean }

const headersOf = ({ headers }: Response) => [...headers].map(([name, value]) => `${name}: ${value}\n`).join('')

type Secrets = { agentKey: string; orgKey: string; password: string }

/** Everything that takes, makes or replaces a secret. */
async function passSecrets(world: World, { agentKey, orgKey, password }: Secrets): Promise<void> {
  const { call, ask, know } = { call: world.call.bind(world), ask: world.ask.bind(world), know: world.know.bind(world) }
  for (const deviceId of ['a:prod:x:01', 'a:prod:x:02']) {
    await call(agentKey, 'devices/register', { deviceId })
    await call(agentKey, 'devices/validate', { deviceId })
  }
  const wrong = know('wrong key', secret('org_'))
  await call(wrong, 'devices/validate', { deviceId: 'a:prod:x:01' })
  for (const key of [agentKey, orgKey, wrong]) {
    await call(key, `usage?key=${key}`)
    await ask(`/api/orgs/main/state?key=${key}`)
    await ask(`/main/devices?q=${key}`)
    await ask(`/${key}`)
  }
  await call(orgKey, 'org/device_keys', { policy: 'mixed' })
  const enrolment = await call(orgKey, 'org/agent_keys', { name: 'enrolment', use: 'enrolment' }, true)
  const enrolmentKey = know('enrolment key', enrolment.agentApiKey as string)
  const issued = await call(enrolmentKey, 'devices/register', { deviceId: 'a:prod:own:01' }, true)
  const deviceKey = know('device key', issued.deviceKey as string)
  await call(deviceKey, 'devices/validate', { deviceId: 'a:prod:own:01' })
  await call(deviceKey, 'devices/validate', { deviceId: 'a:prod:x:01' })
  const added = await ask('/api/orgs/main/agent-keys', {
    method: 'POST',
    body: { id: randomUUID(), name: 'added' },
    shows: true,
  })
  know('added agent key', added.text as string)
  await ask('/api/orgs/main/key', { method: 'PUT', body: { orgKey: wrong } })
  await ask('/api/new-org', {
    method: 'POST',
    body: {
      id: randomUUID(),
      name: 'x',
      slug: 'x',
      idPattern: '{role}',
      at: { kind: 'address', baseUrl: world.authorityUrl, orgKey: wrong },
    },
  })
  const rotate = (more: object, shows = false) =>
    ask('/api/orgs/main/rotations', {
      method: 'POST',
      body: { id: randomUUID(), overlapSeconds: 0, reason: 'a bench', typed: 'main', ...more },
      shows,
    })
  const { key } = added as { key: { id: string } }
  know('rotated agent key', (await rotate({ kind: 'agent', keyId: key.id }, true)).text as string)
  await rotate({ kind: 'org', keyId: null })
  const newPassword = know('new password', secret('pass-'))
  await ask('/api/session/confirm', { method: 'POST', body: { password: know('wrong password', secret('pass-')) } })
  const current = know('wrong current password', secret('pass-'))
  await ask('/api/account/password', { method: 'PUT', body: { current, password: newPassword } })
  await ask('/api/account/password', { method: 'PUT', body: { current: password, password: newPassword } })
}

/** Every address that only reads, as page, as data and as what the framework sends for a page. */
async function readEverything(world: World): Promise<void> {
  const pages = [...PLAIN, ...[...PAGES, ...KEY_PAGES].map((page) => `/main/${page}`)]
  for (const page of pages) {
    await world.ask(page)
    await world.ask(page, { headers: { rsc: '1' } })
  }
  for (const { method, path } of ROWS) {
    if (method === 'GET') await world.ask(path, { headers: { 'sec-fetch-dest': 'empty', 'x-download': '1' } })
    else await world.ask(path, { method, body: { nonsense: true } })
  }
  for (const path of [
    'org/agent_keys',
    'org/device_keys',
    'org/key_events',
    'org/key_users?kind=agent',
    'devices/list',
  ])
    await world.call('org_nothing', path)
  const metrics = await fetch(`${world.authorityUrl}/metrics`)
  world.answers.push({ where: 'authority /metrics', text: await metrics.text() })
}

/** The environment of a process, but for what was configured for it. */
function foreignEnvironment(pid: number | undefined, own: readonly string[], canaries: readonly Canary[]): Hit[] {
  const text = readFileSync(`/proc/${pid}/environ`, 'latin1')
  const rest = text.split('\0').filter((line) => !own.some((name) => line.startsWith(`${name}=`)))
  return findSecrets(canaries, rest.join('\n'), `environment of process ${pid}`)
}

/** `secret.canary.hits`: secrets that were found where none may be. */
export const secretCanary = (): Promise<Figure> =>
  withStage(
    async (stage) => {
      const { hits, looked } = await play(stage)
      for (const { canary, where, as } of hits) process.stderr.write(`${canary}, ${as}: ${where}\n`)
      process.stderr.write(`${JSON.stringify(looked)}\n`)
      return { name: 'secret.canary.hits', value: hits.length, unit: 'hits', limit: 0, ok: hits.length === 0 }
    },
    { keepOutput: true },
  )

async function play(stage: Stage): Promise<{ hits: Hit[]; looked: object }> {
  const port = await freePort()
  const authorityUrl = `http://127.0.0.1:${port}`
  const [orgKey, agentKey, password] = [secret('org_'), secret('org_agent_'), secret('pass-')]
  const keys = { AUTHORITY_ORG_KEY: orgKey, AUTHORITY_AGENT_KEY: agentKey }
  const authority = await stage.authority(port, 1_000, undefined, keys)
  const env = { MACHINEID_ORG_KEY: orgKey, ADMIN_PASSWORD: password, LOG_LEVEL: 'trace' }
  const running = await stage.console(authorityUrl, env)
  const session = await openSession(running.url, { ...ADMIN, password })
  const world = new World(authorityUrl, running.url, session.cookie)
  world.know('org key', orgKey)
  world.know('agent key', agentKey)
  world.know('password', password)
  await passSecrets(world, { agentKey, orgKey, password })
  await readEverything(world)
  const environments = [
    ...foreignEnvironment(running.child.pid, ['MACHINEID_ORG_KEY', 'ADMIN_PASSWORD'], world.canaries),
    ...foreignEnvironment(authority.child.pid, Object.keys(keys), world.canaries),
  ]
  // Pages of an authority that is away, and what both say at their end.
  await authority.stop()
  for (const page of ['/main', '/stop', '/stop/main', '/main/settings']) await world.ask(page)
  await session.close()
  await running.stop()
  const answers = world.answers.flatMap(({ where, text }) => findSecrets(world.canaries, text, where))
  const left = findInFolder(world.canaries, stage.folder)
  const built = BUILT.map((folder) => findInFolder(world.canaries, folder))
  requireFound(stage.folder, world)
  return {
    hits: [...environments, ...answers, ...left.hits, ...built.flatMap(({ hits }) => hits)],
    looked: {
      secrets: world.canaries.length,
      answers: world.answers.length,
      files: left.files + built.reduce((sum, { files }) => sum + files, 0),
      MB: Math.round((left.bytes + built.reduce((sum, { bytes }) => sum + bytes, 0)) / 1e6),
    },
  }
}

/** What looked at nothing finds nothing: both databases, the outputs of both programs and the answers must have been there. */
function requireFound(folder: string, world: World): void {
  const witnesses: [Canary, string][] = [
    [{ name: 'a device', text: 'a:prod:own:01' }, 'authority'],
    [{ name: 'a person', text: ADMIN.email }, 'console'],
    [{ name: 'a line of the log', text: '"app":"console"' }, 'output-'],
  ]
  const { hits } = findInFolder(
    witnesses.map(([witness]) => witness),
    folder,
  )
  for (const [{ name }, place] of witnesses)
    if (!hits.some(({ canary, where }) => canary === name && where.startsWith(place)))
      throw new Error(`${name} is not in ${place}: what should be looked through is not there`)
  if (!world.answers.some(({ text }) => text.includes('a:prod:own:01'))) throw new Error('no answer has the device')
}
