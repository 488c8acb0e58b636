/** What a person reads under a field of the org forms is a whole sentence, whichever part of the console refused. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sessionCookie } from '@/lib/server/request/cookie-name'
import { cookieOf } from '@/testing/access/parties'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'

const KEY = 'org_second_0123456789abcdefghijklmnop'
const SENTENCE = /^\p{Lu}[^:]*\s[^:]*\.$/u

let api: ApiConsole
let owner: string
beforeEach(async () => {
  api = await apiConsole()
  const { config, deps } = api.console
  const world = {
    db: deps.store.db,
    orgId: deps.orgs.bySlug('main')?.row.id ?? '',
    cookieName: sessionCookie(config).name,
    authSecret: config.authSecret.reveal(),
  }
  owner = (await cookieOf(world, 'deployment-admin')) ?? ''
})
afterEach(() => api.close())

type Answer = { detail: string; issues?: { path: string; message: string }[] }
const refused = async (method: string, path: string, body: unknown, cookie = owner): Promise<Answer> => {
  const response = await api.call(method, path, { cookie, body })
  expect(response.status).toBe(422)
  return (await response.json()) as Answer
}

it.each<[string, object]>([
  ['a key that is too short', { at: { kind: 'machineid', orgKey: 'short' } }],
  ['a key that is too long', { at: { kind: 'machineid', orgKey: 'x'.repeat(600) } }],
  ['plain http to elsewhere', { at: { kind: 'address', baseUrl: 'http://authority.example', orgKey: KEY } }],
  ['an address that is none', { at: { kind: 'address', baseUrl: 'elsewhere', orgKey: KEY } }],
  ['a cap of nothing', { at: { kind: 'embedded', deviceLimit: 0 } }],
  ['a cap that is no number', { at: { kind: 'embedded', deviceLimit: null } }],
  ['a name that is too long', { name: 'x'.repeat(200) }],
  ['an address with a space', { slug: 'a b' }],
])('a new org with %s', async (_, more) => {
  const at = { kind: 'machineid', orgKey: KEY }
  const body = { id: randomUUID(), name: 'Staging', slug: 'staging', idPattern: '{env}', at, ...more }
  const { detail, issues } = await refused('POST', '/api/new-org', body)
  for (const { message } of issues ?? []) expect(message).toMatch(SENTENCE)
  expect(issues).not.toHaveLength(0)
  // Where there is no field the same sentence is shown alone, without the name of a value.
  expect(detail).toBe(issues?.[0]?.message)
})

it('another key for an org', async () => {
  const { detail } = await refused('PUT', '/api/orgs/main/key', { orgKey: 'short' }, await api.cookieOf('admin'))
  expect(detail).toMatch(SENTENCE)
})
