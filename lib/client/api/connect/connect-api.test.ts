/** The browser's calls against the console's own handlers: same addresses, same shapes, and a key that no cache may keep. */
import { randomUUID } from 'node:crypto'
import { QueryClient } from '@tanstack/react-query'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { AddedKey } from '@/lib/domain/wire/agent-keys'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { fetchJson } from '../fetch-json'
import { orgPath } from '../query-path'
import { agentKeysQuery, wrongKeysQuery } from './agent-key-queries'
import { decisionsQuery } from './decisions-query'

const DEVICE = 'crewai:prod:runner:01'
let api: ApiConsole
const answers: Response[] = []
beforeAll(async () => {
  api = await apiConsole()
  const cookie = await api.cookieOf('admin')
  const real = globalThis.fetch
  // A browser completes a path with its page's address; here the handlers are called in its place.
  vi.stubGlobal('fetch', async (target: string | URL, init: RequestInit = {}) => {
    if (!String(target).startsWith('/')) return real(target, init)
    const body = init.body as string | undefined
    const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {}
    const answer = await api.call(init.method ?? 'GET', String(target), { cookie, rawBody: body, headers })
    answers.push(answer.clone())
    return answer
  })
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await api.close()
})

const client = new QueryClient()

it('finds a decision of a device and of a request, with the id written as it is', async () => {
  const odd = `${DEVICE} &?=#"東`
  await api.agent('register', DEVICE)
  await api.agent('validate', DEVICE)
  await api.agent('validate', odd)
  const found = await client.fetchQuery(decisionsQuery('main', { deviceId: DEVICE }))
  if (!found.offered) throw new Error('the embedded authority offers decisions')
  const [decision] = found.decisions
  expect(decision).toMatchObject({ deviceId: DEVICE, code: 'ALLOW' })
  const again = await client.fetchQuery(decisionsQuery('main', { requestId: decision?.requestId ?? '' }))
  expect(again).toMatchObject({ decisions: [{ deviceId: DEVICE }] })
  const oddly = await client.fetchQuery(decisionsQuery('main', { deviceId: odd }))
  expect(oddly).toMatchObject({ decisions: [{ deviceId: odd, code: 'DEVICE_NOT_REGISTERED' }] })
})

it('lists keys and wrong keys; the answer with a new key may be kept by no cache', async () => {
  const body = { id: randomUUID(), name: 'crew' }
  const added = await fetchJson<AddedKey>(orgPath('main', 'agent-keys'), { method: 'POST', body })
  const answer = answers.at(-1)
  expect(answer?.headers.get('cache-control')).toBe('no-store')
  expect(await answer?.text()).toContain(added.text)
  const keys = await client.fetchQuery(agentKeysQuery('main'))
  expect(keys).toMatchObject({ offered: true, keys: [{ name: 'first' }, { name: 'crew', id: added.key.id }] })
  expect(JSON.stringify(keys)).not.toContain(added.text)
  expect(await client.fetchQuery(wrongKeysQuery('main'))).toMatchObject({ offered: true, count: 0, lastAt: null })
})
