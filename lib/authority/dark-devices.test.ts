/** The review before every id needs its own key: it names who would be denied, and leaves out who would not. */
import { expect, it } from 'vitest'
import { keyedOrg } from '@/testing/authority/keyed-org'

const READ = 'org/device_keys/dark'

it('names the active devices that have not used a key of their own, in order of their ids', async () => {
  const { agent, org, deviceOf } = await keyedOrg('mixed')
  for (const deviceId of ['c', 'a', 'gone']) await agent.post('devices/register', { deviceId })
  await agent.post('devices/validate', { deviceId: 'a' })
  await org.post('devices/revoke', { deviceId: 'gone' })
  await deviceOf('b')
  await (await deviceOf('keyed')).post('devices/validate', { deviceId: 'keyed' })
  await org.post('devices/release_key_batch', { deviceIds: ['c'] })
  const { status, body } = await org.get(READ)
  expect([status, body.total, body.more]).toEqual([200, 3, false])
  expect(body.devices).toEqual([
    { deviceId: 'a', lastValidatedAt: expect.any(String), deviceKey: false, releasedUntil: null },
    { deviceId: 'b', lastValidatedAt: null, deviceKey: true, releasedUntil: null },
    { deviceId: 'c', lastValidatedAt: null, deviceKey: false, releasedUntil: expect.any(String) },
  ])
  const counted = (await org.get('org/device_keys')).body.devices as unknown as { dark: number }
  expect(counted.dark).toBe(body.total)
})

it('gives a large fleet page by page, each device once', async () => {
  const { agent, org } = await keyedOrg('mixed', { deviceLimit: 3_000, registrationsPerMinute: 3_000 })
  const ids = Array.from({ length: 2_300 }, (_, at) => `d:${(at * 7919) % 2_300}`)
  for (let from = 0; from < ids.length; from += 100)
    await Promise.all(ids.slice(from, from + 100).map((deviceId) => agent.post('devices/register', { deviceId })))
  const seen: string[] = []
  for (let more = true; more; ) {
    const { body } = await org.get(`${READ}?after=${encodeURIComponent(seen.at(-1) ?? '')}`)
    expect(body.total).toBe(2_300)
    seen.push(...body.devices.map(({ deviceId }) => deviceId))
    more = body.more
  }
  expect(seen).toEqual([...ids].sort())
})

it('takes the org key alone, and one id to go on from', async () => {
  const { agent, enrol, org } = await keyedOrg('mixed')
  for (const api of [agent, enrol]) expect((await api.get(READ)).status).toBe(403)
  for (const query of ['?before=a', '?after=a&after=b', '?after=%ff'])
    expect((await org.get(READ + query)).body.error).toBe('invalid_request')
})
