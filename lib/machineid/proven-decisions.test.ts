/** Whose key asked, from the real authority to the device as the console reads it. */
import { expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { keyedOrg } from '@/testing/authority/keyed-org'
import { createMachineIdClient } from './create-client'

it('reads a decision as proven where the own key of the device asked, and no other', async () => {
  const { url, org, agent, deviceOf } = await keyedOrg('mixed')
  const own = await deviceOf('own')
  await agent.post('devices/register', { deviceId: 'shared' })
  await org.post('devices/revoke_batch', { deviceIds: ['own', 'shared'] })
  await own.post('devices/validate', { deviceId: 'own' })
  for (const deviceId of ['own', 'shared']) await agent.post('devices/validate', { deviceId })
  const { devices } = await createMachineIdClient({ baseUrl: url, orgKey: new Secret(org.key) }).listDevices()
  expect(devices.map(({ deviceId, lastDecision }) => [deviceId, lastDecision?.code, lastDecision?.proven])).toEqual([
    ['own', 'DEVICE_REVOKED', true],
    ['shared', 'DEVICE_REVOKED', undefined],
  ])
})
