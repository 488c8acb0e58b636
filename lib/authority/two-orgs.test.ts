/** Two orgs of one authority that have a device of the same id: no call with a key of one touches or shows the other. */
import { expect, it } from 'vitest'
import { adminApiOf, newOrg } from '@/testing/authority/admin-api'
import { type Api, apiOf } from '@/testing/authority/api'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { type TestAuthority, testAuthority } from '@/testing/authority/test-authority'
import { ADMIN_KEY } from '@/testing/authority/test-keys'

const ID = 'crewai:prod:tool-runner:05'

type Pair = { org: Api; agent: Api }

async function twoOrgs(authority: TestAuthority): Promise<{ a: Pair; b: Pair }> {
  const pairs: Pair[] = []
  for (const wanted of [newOrg(), newOrg()]) {
    await adminApiOf(authority.url).add(wanted)
    pairs.push({ org: apiOf(authority.url, wanted.orgKey), agent: apiOf(authority.url, wanted.agentKey) })
  }
  for (const { agent } of pairs) {
    await agent.post('devices/register', { deviceId: ID })
    await agent.post('devices/validate', { deviceId: ID })
  }
  const [a, b] = pairs as [Pair, Pair]
  return { a, b }
}

/** Everything that an org shows of itself and of its device, but for its clock. */
async function shownBy({ org }: Pair): Promise<string> {
  const { now: _, request_id: __, ...list } = (await org.get('devices/list')).body
  const { execution, changedAt, reason, revision } = (await org.get('org/status')).body
  const { devicesUsed, limit, validations, registrations } = (await org.get('usage')).body
  const { keys } = (await org.get('org/agent_keys')).body
  const { decisions } = (await org.get(`decisions?deviceId=${encodeURIComponent(ID)}`)).body
  const counts = { devicesUsed, limit, validations, registrations }
  const names = keys.map(({ id, name, validUntil }) => ({ id, name, validUntil }))
  return JSON.stringify({ list, status: { execution, changedAt, reason, revision }, counts, names, decisions })
}

it.each<[what: string, act: (pair: Pair) => Promise<unknown>]>([
  ['revoke', ({ org }) => org.post('devices/revoke', { deviceId: ID })],
  [
    'revoke and restore',
    async ({ org }) => {
      await org.post('devices/revoke', { deviceId: ID })
      await org.post('devices/unrevoke', { deviceId: ID })
    },
  ],
  ['revoke of a batch', ({ org }) => org.post('devices/revoke_batch', { deviceIds: [ID] })],
  ['remove', ({ org }) => org.post('devices/remove', { deviceId: ID })],
  [
    'remove and register',
    async ({ org, agent }) => {
      await org.post('devices/remove', { deviceId: ID })
      await agent.post('devices/register', { deviceId: ID })
    },
  ],
  ['validate', ({ agent }) => agent.post('devices/validate', { deviceId: ID })],
  ['register of others', ({ agent }) => agent.post('devices/register', { deviceId: 'another' })],
  ['disable', ({ org }) => org.post('org/disable', { reason: 'runaway' })],
  [
    'rotate of both keys',
    async ({ org }) => {
      await org.post('org/rotate_key', { kind: 'agent' })
      await org.post('org/rotate_key')
    },
  ],
  ['a new agent key', ({ org }) => org.post('org/agent_keys', { name: 'other' })],
])('%s in one changes nothing in the other, before and after a restart', async (_what, act) => {
  const dataDir = temporaryFolder()
  const first = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
  const { a, b } = await twoOrgs(first)
  const [beforeA, beforeB] = [await shownBy(a), await shownBy(b)]
  await act(a)
  expect(await shownBy(b)).toBe(beforeB)
  expect(await shownBy(a).catch(() => 'its key is another one')).not.toBe(beforeA)
  expect((await b.agent.post('devices/validate', { deviceId: ID })).body.allowed).toBe(true)
  await first.close()
  const { url } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
  const { allowed } = (await apiOf(url, b.agent.key).post('devices/validate', { deviceId: ID })).body
  expect(allowed).toBe(true)
})

it('the cap of one counts no device of the other', async () => {
  const authority = await testAuthority({ adminKey: ADMIN_KEY })
  const [small, large] = [newOrg({ deviceLimit: 1 }), newOrg({ deviceLimit: 2 })]
  for (const wanted of [small, large]) await adminApiOf(authority.url).add(wanted)
  const register = async ({ agentKey }: { agentKey: string }, deviceId: string) =>
    (await apiOf(authority.url, agentKey).post('devices/register', { deviceId })).status
  expect([await register(small, 'a'), await register(small, 'b')]).toEqual([200, 403])
  expect([await register(large, 'a'), await register(large, 'b'), await register(large, 'c')]).toEqual([200, 200, 403])
})

it('a request id of one finds no decision of the other', async () => {
  const { a, b } = await twoOrgs(await testAuthority({ adminKey: ADMIN_KEY }))
  const { request_id: requestId } = (await a.agent.post('devices/validate', { deviceId: ID })).body
  expect((await a.org.get(`decisions?requestId=${requestId}`)).body.decisions).toHaveLength(1)
  expect((await b.org.get(`decisions?requestId=${requestId}`)).body.decisions).toEqual([])
})
