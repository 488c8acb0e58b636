import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '@/lib/domain/policy'
import type { OrgList } from '@/lib/domain/wire/org-list'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { SOCKET_ADDRESS } from './request/address'

let api: ApiConsole
beforeAll(async () => {
  api = await apiConsole({ TRUSTED_PROXIES: '10.0.0.1' })
})
afterAll(() => api.close())

async function faultFor(role: Role | null, headers: Record<string, string>): Promise<OrgList['proxyFault']> {
  const reply = await api.call('GET', '/api/orgs', { cookie: await api.cookieOf(role), headers })
  expect(reply.status).toBe(200)
  return ((await reply.json()) as OrgList).proxyFault
}

it('an admin sees a fault of a proxy that hides addresses, for the present request alone', async () => {
  const untrusted = { [SOCKET_ADDRESS]: '192.0.2.1', 'x-forwarded-for': '198.51.100.7' }
  expect(await faultFor('admin', untrusted)).toEqual({ kind: 'untrusted', proxy: '192.0.2.1' })
  expect(await faultFor('admin', { ...untrusted, [SOCKET_ADDRESS]: '10.0.0.1' })).toBeUndefined()
  expect(await faultFor('admin', { [SOCKET_ADDRESS]: '192.0.2.1' })).toBeUndefined()
  const contradictory = { [SOCKET_ADDRESS]: '10.0.0.1', 'x-forwarded-for': '198.51.100.7', forwarded: 'for=192.0.2.9' }
  expect(await faultFor('admin', contradictory)).toEqual({ kind: 'contradictory', proxy: '10.0.0.1' })
})

it('no other role sees it: they could not change it', async () => {
  const headers = { [SOCKET_ADDRESS]: '192.0.2.1', 'x-forwarded-for': '198.51.100.7' }
  for (const role of ['viewer', 'responder', 'operator', null] as const)
    expect(await faultFor(role, headers)).toBeUndefined()
})
