/** What an authority may answer to the calls around keys of devices: read leniently where it is a fact, refused where it is none. */
import { expect, it, onTestFinished } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { startFaultServer } from '@/testing/faults/fault-server'
import { FAULTS } from '@/testing/faults/fault-table'
import { type Fault, json } from '@/testing/faults/faults'
import type { CallOptions, MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'

async function clientOf(fault: Fault): Promise<MachineIdClient> {
  const server = await startFaultServer(fault)
  const client = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret('org_test_0123456789abcdef') })
  onTestFinished(async () => {
    await client.close()
    await server.close()
  })
  return client
}

const callsOf = (client: MachineIdClient, options?: CallOptions) => [
  client.deviceKeys(options),
  client.setKeyPolicy({ policy: 'mixed' }, options),
  client.darkDevices(null, options),
  client.releaseDeviceKeys(['a'], options),
  client.endDeviceKeys(['a'], options),
  client.idBlocks(options),
  client.liftIdBlocks(['a'], options),
  client.keyEvents(0, options),
]

it('reports only what was sent', async () => {
  const devices = [{ deviceId: 'a', deviceKey: 'yes' }, { lastValidatedAt: 'x' }, 7]
  const blocks = [{ deviceId: 'b', createdAt: 'soon' }, null]
  const client = await clientOf(json({ status: 'ok', policy: 'mixed', devices, total: 4, blocks }))
  expect(await client.deviceKeys()).toEqual({ policy: 'mixed' })
  expect(await client.darkDevices(null)).toEqual({ devices: [{ deviceId: 'a' }], total: 4, more: false })
  expect(await client.idBlocks()).toEqual([{ deviceId: 'b' }])
})

it.each([
  {},
  { policy: 'open', devices: {}, blocks: {}, events: 'none', results: {} },
  { devices: [], events: [{ number: 1.5, kind: 'policy' }], last: 1 },
  { total: 3, events: [{ kind: 'policy' }], last: 1 },
])('takes %j for no answer', async (body) => {
  const client = await clientOf(json({ status: 'ok', ...body }))
  for (const call of await Promise.allSettled(callsOf(client)))
    expect(call).toMatchObject({ status: 'rejected', reason: { code: 'upstream-invalid' } })
})

it.each([404, 405, 501])('takes %i for a call that is not offered', async (status) => {
  const client = await clientOf(json({ status: 'error', error: 'not_found' }, status))
  for (const call of await Promise.allSettled(callsOf(client)))
    expect(call).toMatchObject({ status: 'rejected', reason: { code: 'upstream-unsupported' } })
})

it.each(FAULTS.filter(({ sort }) => sort === 'fails').map(({ fault, make }) => [fault, make] as const))(
  'an authority that fails is a fault of it: %s',
  async (_, make) => {
    const client = await clientOf(make(''))
    for (const call of await Promise.allSettled(callsOf(client, { timeoutMs: 300 })))
      expect(call).toMatchObject({ status: 'rejected', reason: { name: 'UpstreamError' } })
  },
)
