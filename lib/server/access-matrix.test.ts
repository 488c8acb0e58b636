/** Every route × method × role has a row in this table and behaves as its row says; a handler without a row fails. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '@/lib/domain/policy'
import { type ApiConsole, apiConsole, ROUTES } from '@/testing/console/api-console'

const OPERATION = randomUUID()
const VIEW = randomUUID()
const NOTE = randomUUID()
const AGENT_KEY_ID = 'key_0123456789abcdef'
const DEVICE = 'crewai:prod:runner:01'
/** A body that is parsed only once access was granted. */
const NOT_A_BODY = { nonsense: true }

type Row = { method: 'GET' | 'POST' | 'PUT'; path: string; lowest: Role | 'signed-in'; body?: () => unknown }

const operation =
  (kind: string, more: Record<string, unknown> = {}) =>
  () => ({ id: randomUUID(), kind, ...more })

const MATRIX: Row[] = [
  { method: 'POST', path: '/api/orgs/main/alarms/acknowledge', lowest: 'responder', body: () => NOT_A_BODY },
  ...['pause', 'continue', 'cancel', 'retry'].map((act): Row => {
    const path = `/api/orgs/main/operations/${OPERATION}/${act}`
    return { method: 'POST', path, lowest: 'responder', body: () => NOT_A_BODY }
  }),
  { method: 'POST', path: `/api/orgs/main/operations/${OPERATION}/end`, lowest: 'operator', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/record', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/fences', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/rehearsals', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/record/verify', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs', lowest: 'signed-in' },
  { method: 'POST', path: '/api/session/confirm', lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'POST', path: '/api/session/end', lowest: 'signed-in', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/state', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/events', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/overview', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/forecast', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/devices', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/device?id=${DEVICE}`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/diagnosis?id=${DEVICE}`, lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/devices.csv', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/devices.csv', lowest: 'viewer', body: () => ({ ids: [DEVICE] }) },
  { method: 'GET', path: '/api/orgs/main/devices.jsonl', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/hygiene', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/connect', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/connect/ids?id=${DEVICE}`, lowest: 'viewer' },
  {
    method: 'GET',
    path: `/api/orgs/main/connect/files?framework=node&id=${DEVICE}&boundaries=startup`,
    lowest: 'responder',
  },
  { method: 'GET', path: '/api/orgs/main/views', lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/views', lowest: 'viewer', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: '/api/orgs/main/views',
    lowest: 'responder',
    body: () => ({ id: randomUUID(), name: randomUUID(), selector: 'env:prod', shared: true }),
  },
  { method: 'PUT', path: `/api/orgs/main/views/${VIEW}`, lowest: 'viewer', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/orgs/main/views/${VIEW}/remove`, lowest: 'viewer', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/notes', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/notes/covering?device=${DEVICE}`, lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/notes', lowest: 'responder', body: () => NOT_A_BODY },
  { method: 'PUT', path: `/api/orgs/main/notes/${NOTE}`, lowest: 'responder', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/orgs/main/notes/${NOTE}/remove`, lowest: 'responder', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/agent-keys', lowest: 'operator' },
  { method: 'POST', path: '/api/orgs/main/agent-keys', lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'POST', path: `/api/orgs/main/agent-keys/${AGENT_KEY_ID}/revoke`, lowest: 'admin', body: () => NOT_A_BODY },
  { method: 'GET', path: '/api/orgs/main/wrong-keys', lowest: 'admin' },
  { method: 'GET', path: `/api/orgs/main/decisions?deviceId=${DEVICE}`, lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/headroom', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/time-to-stop', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/week', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/week.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage/week.md', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/usage.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity-view.csv', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/activity.jsonl', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/selections/later?operation=${OPERATION}`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/progress`, lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/operations', lowest: 'viewer' },
  { method: 'GET', path: '/api/orgs/main/operations.csv', lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/items`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/items.csv`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/incident`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/incident.json`, lowest: 'viewer' },
  { method: 'GET', path: `/api/orgs/main/operations/${OPERATION}/incident.txt`, lowest: 'viewer' },
  { method: 'POST', path: '/api/orgs/main/selections', lowest: 'responder', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: `/api/orgs/main/operations/${OPERATION}/reason`,
    lowest: 'responder',
    body: () => NOT_A_BODY,
  },
  { method: 'PUT', path: '/api/orgs/main/key', lowest: 'admin', body: () => NOT_A_BODY },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'responder',
    body: operation('revoke', { target: { ids: [DEVICE] } }),
  },
  { method: 'POST', path: '/api/orgs/main/operations', lowest: 'responder', body: operation('disable') },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('restore', { target: { ids: [DEVICE] } }),
  },
  { method: 'POST', path: '/api/orgs/main/operations', lowest: 'operator', body: operation('enable') },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('register', { target: { ids: [DEVICE] } }),
  },
  {
    method: 'POST',
    path: '/api/orgs/main/operations',
    lowest: 'operator',
    body: operation('remove', { target: { ids: [DEVICE] } }),
  },
]

let api: ApiConsole
beforeAll(async () => {
  api = await apiConsole()
  await api.agent('register', DEVICE)
  await api.console.deps.orgs.all()[0]?.reader.readNow()
})
afterAll(() => api.close())

const ask = async ({ method, path, body }: Row, cookie?: string, crossSite = false) =>
  (await api.call(method, path, { cookie, body: body?.(), crossSite })).status

describe.each(MATRIX)('$method $path ($lowest)', (row) => {
  it('requires a session', async () => {
    expect(await ask(row)).toBe(401)
  })

  it.each(ROLES)('as %s', async (role) => {
    const status = await ask(row, await api.cookieOf(role))
    const granted = row.lowest === 'signed-in' || ROLES.indexOf(role) >= ROLES.indexOf(row.lowest)
    if (granted) expect([401, 403]).not.toContain(status)
    else expect(status).toBe(403)
    expect(status).toBeLessThan(500)
  })

  it('does not reveal to a stranger that the org exists', async () => {
    if (row.lowest !== 'signed-in') expect(await ask(row, await api.cookieOf(null))).toBe(404)
  })

  it('refuses another site', async () => {
    if (row.method !== 'GET') expect(await ask(row, await api.cookieOf('admin'), true)).toBe(403)
  })
})

it('has a row for every handler, and every handler came from route()', () => {
  const listed = new Set(MATRIX.map(({ method, path }) => `${method} ${patternOf(path)}`))
  const handlers = Object.entries(ROUTES).flatMap(([file, module]) => {
    if (file.includes('[...nextauth]')) return []
    const pattern = file.replace(/^\/app/, '').replace(/\/route\.ts$/, '')
    return Object.entries(module).map(([method, handler]) => {
      expect(handler, `${method} ${pattern}`).toHaveProperty('fromRoute', true)
      return `${method} ${pattern}`
    })
  })
  expect(handlers.sort()).toEqual([...listed].sort())
})

const patternOf = (path: string) =>
  (path.split('?')[0] as string)
    .replace('/orgs/main', '/orgs/[org]')
    .replace(OPERATION, '[operation]')
    .replace(VIEW, '[view]')
    .replace(NOTE, '[note]')
    .replace(AGENT_KEY_ID, '[key]')
