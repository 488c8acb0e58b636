/**
 * `house.hops`, printed: how many files a reader passes from a request to its effects, for the acts that matter most. Files that
 * lie on the way are those in the stacks of the effects (`effect-stacks.ts`); for validate see `hops-validate.test.ts`.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GET as getDevices } from '@/app/api/orgs/[org]/devices/route'
import { POST as postOperation } from '@/app/api/orgs/[org]/operations/route'
import { GET as getStop, POST as postStop } from '@/app/stop/[org]/route'
import { findOperation } from '@/lib/store/operations'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { type Effect, effectsOf, filesBefore } from './effect-stacks'
import { printFigure } from './print-figure'

const DEVICE = 'crewai:prod:tool-runner:05'
const params = { params: Promise.resolve({ org: 'main' }) }

let app: ApiConsole
let cookie: string
beforeAll(async () => {
  app = await apiConsole()
  // A store that is late makes a stop take another way, past the store.
  Object.assign(app.console.deps, { storeWaitMs: 60_000 })
  cookie = await app.cookieOf('admin')
  await app.agent('register', DEVICE)
  await app.console.deps.orgs.all()[0]?.reader.readNow()
})
afterAll(() => app.close())

function request(path: string, init: RequestInit = {}): Request {
  const headers = { cookie, 'sec-fetch-site': 'same-origin', ...init.headers }
  return new Request(`${app.console.config.publicUrl}${path}`, { ...init, headers })
}

const hops = (way: string, limit: number, files: readonly string[]) =>
  printFigure(`house.hops.${way}`, files.length, 'files', limit)

it('a row of the list, until it is sent to the screen', async () => {
  const effects = await effectsOf(() => getDevices(request('/api/orgs/main/devices'), params))
  const files = filesBefore(effects, ({ files }) => files.has('lib/server/route.ts'))
  hops('row', 20, files)
  expect(files).toContain('lib/views/view-device.ts')
  expect(files.length).toBeLessThanOrEqual(20)
})

it('ids, until they are revoked on the wire and the outcome is written', async () => {
  const id = randomUUID()
  const body = JSON.stringify({ id, kind: 'revoke', reason: 'a test', target: { ids: [DEVICE] } })
  const effects = await effectsOf(async () => {
    const response = await postOperation(
      request('/api/orgs/main/operations', { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
      params,
    )
    expect(response.status).toBe(202)
    await expect.poll(async () => (await findOperation(app.console.deps.store.reads, id))?.state).toBe('finished')
  })
  const isMeant = ({ kind, text }: Effect) =>
    (kind === 'wire' && text.endsWith('/revoke')) ||
    (kind === 'statement' && text.startsWith('update "operation_items" set "outcome"'))
  const files = filesBefore(effects, isMeant)
  // The operation runs on after the reply: the way is followed across this gap.
  for (const file of ['services/operations/start-operation', 'machineid/transport', 'store/operation-items'])
    expect(files).toContain(`lib/${file}.ts`)
  hops('revoke', 24, files)
  expect(files.length).toBeLessThanOrEqual(24)
})

it('a press of /stop, until the org is disabled on the wire', async () => {
  const page = await (await getStop(request('/stop/main'), params)).text()
  const form = new URLSearchParams()
  const [, inner = ''] = /<form[^>]*action="\/stop\/main"[^>]*>(.*?)<\/form>/s.exec(page) ?? []
  for (const [, name = '', value = ''] of inner.matchAll(/name="(\w+)" value="([^"]*)"/g)) form.set(name, value)
  const effects = await effectsOf(() =>
    postStop(
      request('/stop/main', { method: 'POST', body: form, headers: { origin: app.console.config.publicUrl } }),
      params,
    ),
  )
  const isMeant = ({ kind, text }: Effect) => kind === 'wire' && text.includes('disable')
  expect(effects.some(isMeant)).toBe(true)
  const files = filesBefore(effects, isMeant)
  for (const file of ['server/stop/post-org-stop', 'stops/attempt-org-stop', 'machineid/transport'])
    expect(files).toContain(`lib/${file}.ts`)
  hops('stop', 18, files)
  expect(files.length).toBeLessThanOrEqual(18)
})
