/** Bad input at the edge: a clear 4xx, nothing changed, nothing lost; or a byte-exact round trip. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import type { DevicesPage } from '@/lib/domain/wire/devices'
import { type ApiConsole, apiConsole, ORG_KEY } from '@/testing/console/api-console'
import { cpuMs } from '@/testing/cpu-ms'
import { sessionCookie } from './request/cookie-name'

const LEGAL = [
  'plain-01',
  'crewai:prod:runner:01',
  'a b c',
  'quote"double',
  "quote'single",
  '<img src=x onerror=alert(1)>',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%2f%2e%2e',
  '*',
  'crewai:*:**:{a,b}',
  '=1+1',
  '@SUM(A1)',
  '-dash',
  '\u202erevoked',
  'caf\u00e9',
  'cafe\u0301',
  '\u0430gent',
  'agent',
  '😀:prod:x:1',
  'a\\b',
  'a/b?c#d',
  '?',
  '.',
  '..',
  'null',
  '0',
  'x'.repeat(256),
  'id:"x"',
  'a,b;c',
  '{}',
  '[]',
  '\u200bzero',
  '日本:本番:実行:01',
]
const ILLEGAL = [
  '',
  '   ',
  'nul\u0000',
  'line\nbreak',
  'tab\tbed',
  '\u007f',
  '\u0085',
  'x'.repeat(257),
  'x'.repeat(10_000),
]

let api: ApiConsole
let cookie: string
beforeAll(async () => {
  api = await apiConsole()
  cookie = await api.cookieOf('admin')
})
afterAll(() => api.close())

const post = (body: unknown) =>
  api.call('POST', '/api/orgs/main/operations', { cookie, body, headers: { prefer: 'wait=5' } })
const find = async (q: string) =>
  (await (await api.call('GET', `/api/orgs/main/devices?q=${encodeURIComponent(q)}`, { cookie })).json()) as DevicesPage
const exactly = (id: string) => `id:"${id.replace(/[\\"]/g, '\\$&')}"`

describe('device ids', () => {
  it('make a byte-exact round trip through register, list, search, revoke and export', async () => {
    const registered = (await (
      await post({ id: randomUUID(), kind: 'register', target: { ids: LEGAL }, reason: 'new' })
    ).json()) as Operation
    expect(registered).toMatchObject({ state: 'finished', outcomes: { done: LEGAL.length } })
    for (const id of LEGAL) {
      const found = await find(exactly(id))
      expect(found.rows.map((row) => row.deviceId)).toEqual([id])
      const revoked = (await (
        await post({ id: randomUUID(), kind: 'revoke', target: { ids: [id] } })
      ).json()) as Operation
      expect(revoked.outcomes.done, id).toBe(1)
      const detail = await api.call('GET', `/api/orgs/main/device?id=${encodeURIComponent(id)}`, { cookie })
      expect(((await detail.json()) as { device: { status: string } }).device.status).toBe('revoked')
    }
    const lines = (await (await api.call('GET', '/api/orgs/main/devices.jsonl', { cookie })).text()).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).deviceId).sort()).toEqual([...LEGAL].sort())
    expect((await find('status:revoked')).total).toBe(LEGAL.length)
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('0')
  })

  it('cannot start a formula in an exported sheet', async () => {
    const csv = await (await api.call('GET', '/api/orgs/main/devices.csv', { cookie })).text()
    for (const line of csv.split('\r\n')) expect(line).not.toMatch(/^"?[=+\-@\t\r]/)
  })

  it.each(ILLEGAL.map((id) => [JSON.stringify(id.slice(0, 20)), id]))(
    '%s… is refused with the one sentence',
    async (_, id) => {
      const before = (await find('')).fleetTotal
      const response = await post({ id: randomUUID(), kind: 'register', target: { ids: [id] } })
      expect(response.status).toBe(422)
      expect(((await response.json()) as Problem).detail).toMatch(/1 to 256 characters/)
      expect((await find('')).fleetTotal).toBe(before)
    },
  )
})

describe('everything else', () => {
  const problem = async (response: Promise<Response>) => {
    const answer = await response
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const body = (await answer.json()) as Problem
    expect(body).toMatchObject({ status: answer.status, requestId: answer.headers.get('x-request-id') })
    expect(body.detail.length).toBeGreaterThan(10)
    return body
  }

  it.each([
    ['a selector that does not parse', 'GET', `/api/orgs/main/devices?q=${encodeURIComponent('env:"prod')}`],
    ['an unknown term', 'GET', '/api/orgs/main/devices?q=nosuch:thing'],
    ['a selector over 4 kB', 'GET', `/api/orgs/main/devices?q=${'a'.repeat(4_097)}`],
    ['a negative offset', 'GET', '/api/orgs/main/devices?offset=-1'],
    ['an unknown sort', 'GET', '/api/orgs/main/devices?sort=evil'],
    ['a repeated parameter', 'GET', '/api/orgs/main/devices?q=a&q=b'],
    ['an unknown parameter', 'GET', '/api/orgs/main/devices?query=a'],
    ['a forged cursor', 'GET', '/api/orgs/main/operations?cursor=bm90LW91cnM'],
    ['an operation that is no id', 'GET', '/api/orgs/main/operations/..%2f..'],
    ['silent for no known number of days', 'GET', '/api/orgs/main/hygiene?silentDays=0x1f'],
    ['an unknown range', 'GET', '/api/orgs/main/usage?range=3y'],
    ['half a span', 'GET', '/api/orgs/main/usage?from=2026-01-01T00:00:00Z'],
    [
      'a span that ends before it begins',
      'GET',
      '/api/orgs/main/usage?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    ],
    ['a span that is yet to come', 'GET', '/api/orgs/main/usage?from=2999-01-01T00:00:00Z&to=2999-02-01T00:00:00Z'],
    ['a span of a hundred years', 'GET', '/api/orgs/main/usage?from=1926-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['a span without its zone', 'GET', '/api/orgs/main/usage?from=2026-01-01T00:00&to=2026-02-01T00:00'],
    ['a span and a range', 'GET', '/api/orgs/main/usage?range=1h&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z'],
    ['a week that is none', 'GET', '/api/orgs/main/usage/week?week=2026-W54'],
    ['a week that is yet to come', 'GET', '/api/orgs/main/usage/week?week=2999-W01'],
    ['a zone that is not known', 'GET', '/api/orgs/main/usage/week.md?zone=Mars%2FOlympus'],
    ['a part that the ids do not have', 'GET', '/api/orgs/main/usage?part=planet'],
    ['a time that is none', 'GET', '/api/orgs/main/activity?from=yesterday'],
  ])('%s is refused with a sentence', async (_, method, path) => {
    expect((await problem(api.call(method, path, { cookie }))).code).toBe('invalid-input')
  })

  it('points at the character of a selector that does not parse', async () => {
    const { issues } = await problem(
      api.call('GET', `/api/orgs/main/devices?q=${encodeURIComponent('env:prod role:"x')}`, { cookie }),
    )
    expect(issues?.[0]).toMatchObject({ path: 'selector', position: expect.any(Number) })
    expect(issues?.[0]?.position).toBeGreaterThanOrEqual(9)
  })

  it.each([
    ['no JSON', '{', 'application/json'],
    ['an array', '[]', 'application/json'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded'],
    ['text that is JSON', '{}', 'text/plain'],
    ['a prototype', '{"__proto__":{"admin":true}}', 'application/json'],
    ['more than a mebibyte', `{"a":"${'x'.repeat(1_100_000)}"}`, 'application/json'],
  ])('a body that is %s', async (_, rawBody, type) => {
    const answer = await problem(
      api.call('POST', '/api/orgs/main/operations', { cookie, rawBody, headers: { 'content-type': type } }),
    )
    expect(answer.code).toBe('invalid-input')
  })

  it('answers exponential globs in bounded time', async () => {
    const ms = await cpuMs(async () => {
      await api.call('GET', `/api/orgs/main/devices?q=${encodeURIComponent('*a'.repeat(1_500))}`, { cookie })
      await api.call('GET', `/api/orgs/main/devices?q=${encodeURIComponent('{a,b}'.repeat(800))}`, { cookie })
    })
    expect(ms).toBeLessThan(2_000)
  })

  it.each(['%E0%A4%A', 'x', `a.b.c`, ''])('a session cookie %j is no session, and no fault', async (value) => {
    expect(
      (await api.call('GET', '/api/orgs', { cookie: `${sessionCookie(api.console.config).name}=${value}` })).status,
    ).toBe(401)
    expect((await api.call('GET', '/api/orgs', { headers: { authorization: `Bearer ${value}` } })).status).toBe(401)
  })

  it('never shows the org key, whatever is requested', async () => {
    const paths = [
      '/api/orgs',
      ...['state', 'overview', 'devices', 'operations', 'usage', 'activity', 'devices.jsonl'].map(
        (page) => `/api/orgs/main/${page}`,
      ),
    ]
    for (const path of paths) expect(await (await api.call('GET', path, { cookie })).text()).not.toContain(ORG_KEY)
  })
})
