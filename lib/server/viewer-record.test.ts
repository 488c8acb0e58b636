/** A viewer requests everything, again and again: the record gets the first of each kind, and a count. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRepeatedEvents, WHOLE_PER_HOUR } from '@/lib/audit/repeated-events'
import { hashPassword } from '@/lib/services/access/password'
import { signIn } from '@/lib/services/access/sign-in'
import { insertUser } from '@/lib/store/people/users'
import { type ApiConsole, apiConsole, ROUTES } from '@/testing/console/api-console'

const TIMES = 40
/** Placeholder for the stop of this test until there is one. */
const STOP_PLACE = 'STOP'
const PASSWORD = 'correct-horse-battery'

let api: ApiConsole
let cookie: string
let stopId: string
beforeAll(async () => {
  api = await apiConsole()
  await api.agent('register', 'crewai:prod:runner:01')
  await api.console.deps.orgs.all()[0]?.reader.readNow()
  cookie = await api.cookieOf('viewer')
  stopId = randomUUID()
  const body = { id: stopId, kind: 'revoke', target: { ids: ['crewai:prod:runner:01'] } }
  const reply = await api.call('POST', '/api/orgs/main/operations', { cookie: await api.cookieOf('admin'), body })
  expect(reply.status).toBeLessThan(300)
  await api.console.deps.running.allEnded()
})
afterAll(() => api.close())

const kinds = async () => {
  const rows = await api.console.deps.store.reads.selectFrom('audit_events').select(['kind', 'data']).execute()
  return rows.map(({ kind, data }) => ({ kind, data: JSON.parse(data) as Record<string, unknown> }))
}

/** Every route that there is, as a viewer may request it; sessions are not ended, or there would be no viewer. */
const ACTS = Object.entries(ROUTES).flatMap(([file, module]) => {
  if (file.includes('[...nextauth]') || file.includes('/session/end') || file.includes('/events/')) return []
  const path = file
    .replace(/^\/app|\/route\.ts$/g, '')
    .replace('[org]', 'main')
    .replace('[operation]', STOP_PLACE)
  return Object.keys(module).map((method) => ({ method, path }))
})

async function askAll(): Promise<void> {
  for (const { method, path } of ACTS) {
    const query = path.endsWith('/later')
      ? `?operation=${stopId}`
      : path.endsWith('/device')
        ? '?id=crewai:prod:runner:01'
        : ''
    const body = method === 'GET' ? undefined : path.endsWith('devices.csv') ? { ids: ['crewai:prod:runner:01'] } : {}
    const reply = await api.call(method, `${path.replace(STOP_PLACE, stopId)}${query}`, { cookie, body })
    await reply.body?.cancel()
  }
}

/** Events that a viewer's flood adds. */
async function growth(): Promise<number> {
  const before = (await kinds()).length
  for (let time = 0; time < TIMES; time += 1) await askAll()
  await api.console.deps.repeats.flush(api.console.deps)
  return (await kinds()).length - before
}

it('by no route, however often it is requested', async () => {
  expect(ACTS.length).toBeGreaterThan(35)
  // What was exported, what was refused in the org, what was refused of the deployment; each has a count beside.
  expect(await growth()).toBeLessThanOrEqual(3 * (WHOLE_PER_HOUR + 1))
  const counted = (await kinds()).filter(({ kind }) => kind === 'events.counted').map(({ data }) => data)
  expect(counted.map(({ of }) => of).sort()).toEqual(['access.denied', 'access.denied', 'export.made'])
  for (const { count } of counted) expect(count).toBeGreaterThan(TIMES)
}, 120_000)

it('is found where each is recorded (mutant)', async () => {
  const { deps } = api.console
  const bounded = deps.repeats
  deps.repeats = createRepeatedEvents(Number.POSITIVE_INFINITY)
  cookie = await api.cookieOf('viewer')
  expect(await growth()).toBeGreaterThan(2 * (WHOLE_PER_HOUR + 1))
  deps.repeats = bounded
}, 120_000)

it('by no number of own sessions and confirmations; the rows of sessions are limited too', async () => {
  const { deps } = api.console
  const id = randomUUID()
  const email = `${id}@example.org`
  const now = Date.now()
  const password_hash = await hashPassword(PASSWORD)
  await insertUser(deps.store.db, { id, email, name: 'v', password_hash, created_at: now, disabled_at: null })
  const before = (await kinds()).length
  for (let time = 0; time < 220; time += 1)
    expect(await signIn(deps, { email, password: PASSWORD, address: null, browsers: [] })).not.toBeNull()
  await deps.repeats.flush(deps)
  // The count of each minute that this took is one more.
  const minutes = Math.ceil((Date.now() - now) / 60_000)
  expect((await kinds()).length - before).toBeLessThanOrEqual(WHOLE_PER_HOUR + 1 + minutes)
  const rows = await deps.store.reads.selectFrom('sessions').select('id').where('user_id', '=', id).execute()
  expect(rows).toHaveLength(200)
}, 120_000)
