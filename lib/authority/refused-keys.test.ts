/** Calls under a key that is not the device's own are events of keys: few, with a count, also after a restart. */
import { expect, it } from 'vitest'
import { keyedOrg } from '@/testing/authority/keyed-org'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'

const refusals = async (org: Awaited<ReturnType<typeof keyedOrg>>['org']) =>
  (await org.get('org/key_events')).body.events
    .filter(({ kind }) => kind === 'device-key.refused')
    .map(({ deviceId, detail }) => ({ deviceId, count: Number(detail) }))

it('counts refused validates and registers by id', async () => {
  const { org, agent, enrol, deviceOf, flush } = await keyedOrg('per-device')
  const [a] = [await deviceOf('a'), await deviceOf('b')]
  await a.post('devices/validate', { deviceId: 'a' })
  for (const api of [agent, enrol]) await api.post('devices/validate', { deviceId: 'a' })
  await a.post('devices/register', { deviceId: 'b' })
  for (const deviceId of ['x', 'y', 'z']) await agent.post('devices/register', { deviceId })
  await agent.post('devices/validate', { deviceId: 'never-seen' })
  await flush()
  await expect.poll(async () => (await refusals(org)).reduce((sum, { count }) => sum + count, 0)).toBe(7)
  const named = (await refusals(org)).filter(({ deviceId }) => deviceId !== null).map(({ deviceId }) => deviceId)
  expect(new Set(named)).toEqual(new Set(['a', 'b']))
})

it('counts none where each asks with its own key', async () => {
  const { org, agent, deviceOf, flush } = await keyedOrg('mixed')
  await agent.post('devices/register', { deviceId: 'shared' })
  await agent.post('devices/validate', { deviceId: 'shared' })
  await (await deviceOf('own')).post('devices/validate', { deviceId: 'own' })
  await flush()
  expect(await refusals(org)).toEqual([])
})

it('writes what is left at the end', async () => {
  const dataDir = temporaryFolder()
  const first = await keyedOrg('per-device', { dataDir })
  await first.deviceOf('a')
  for (let times = 0; times < 40; times++) await first.agent.post('devices/validate', { deviceId: 'a' })
  await first.close()
  const again = await testAuthority({ dataDir })
  expect((await refusals(again.org)).reduce((sum, { count }) => sum + count, 0)).toBe(40)
})
