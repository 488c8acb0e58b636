/** An id goes out as it was listed, digit by digit, alone and in a batch, and an answer is matched to nothing but itself. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { listedIdOfJson } from '@/lib/domain/ids/listed-id'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { json } from '@/testing/faults/faults'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'

let server: FaultServer
let client: MachineIdClient
beforeAll(async () => {
  server = await startFaultServer()
  client = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret('org_0123456789') })
})
afterEach(() => server.reset())
afterAll(async () => {
  await client.close()
  await server.close()
})

const LISTED = [
  '"bot"',
  '" bot "',
  '"bot "',
  '"  "',
  '""',
  '"a\\u0000b"',
  '"a\\r\\nb"',
  '"\\ud800"',
  '"\\udc00"',
  '"json=5"',
  '"5"',
  '5',
  '5.0',
  '-0',
  '9007199254740992',
  '9007199254740993',
  'true',
  'null',
  '{"a":1}',
  '["a"]',
  '"__proto__"',
  '"constructor"',
  `"${'x'.repeat(300)}"`,
]
const ids = LISTED.map((listed) => listedIdOfJson(listed) as string)

it.each(['revoke', 'unrevoke', 'remove', 'register', 'validate'] as const)('%s', async (call) => {
  server.always(json({ status: 'ok', allowed: true }))
  for (const id of ids) await client[call](id)
  expect(server.requests.map(({ body }) => body)).toEqual(LISTED.map((listed) => `{"deviceId":${listed}}`))
})

it.each(['revokeBatch', 'unrevokeBatch', 'removeBatch'] as const)('%s', async (call) => {
  server.always(json({ results: [{ deviceId: 'bot', status: 'ok' }, { deviceId: 5, status: 'ok' }, { deviceId: '' }] }))
  const { results, unasked } = await client[call](ids)
  expect(server.requests[0]?.body).toBe(`{"deviceIds":[${LISTED}]}`)
  expect(results.filter(({ outcome }) => outcome === 'accepted').map(({ deviceId }) => deviceId)).toEqual([
    'bot',
    'json=5',
  ])
  expect(unasked).toBe(0)
})

it('such ids are looked for in the whole list, and no other device is returned', async () => {
  server.always(json({ devices: [{ id: 'bot' }, { id: 5 }, { id: '5' }, { id: ' bot ' }] }))
  const { devices } = await client.listDevices({ deviceIds: ['json=5', ' bot '] })
  expect(devices.map(({ deviceId }) => deviceId)).toEqual(['json=5', ' bot '])
  expect(server.requests.map(({ path }) => path)).toEqual(['/api/v1/devices/list'])
})
