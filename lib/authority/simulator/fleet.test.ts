import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import type { FleetEvent } from './agent'
import { type Fleet, type FleetOptions, startFleet } from './start-fleet'

function fleetFor(options: FleetOptions): { fleet: Fleet; events: FleetEvent[] } {
  const fleet = startFleet({ intervalMs: 50, ...options })
  const events: FleetEvent[] = []
  fleet.on('event', (event) => events.push(event))
  onTestFinished(() => fleet.stop())
  return { fleet, events }
}

const until = (what: () => boolean): Promise<void> => expect.poll(what).toBe(true)

const all = (fleet: Fleet, state: string) => () => fleet.agents.every((agent) => agent.state === state)

it('works, ends exactly the devices that are denied, and ends altogether with the org', async () => {
  const { url, org } = await testAuthority()
  const { fleet, events } = fleetFor({ baseUrl: url, key: AGENT_KEY })
  let idle = false
  fleet.on('idle', () => {
    idle = true
  })
  await until(all(fleet, 'working'))
  const tools = fleet.agents.filter((agent) => agent.deviceId.includes(':tool-runner:'))
  await org.post('devices/revoke_batch', { deviceIds: tools.map((agent) => agent.deviceId) })
  await until(() => tools.every((agent) => agent.state === 'ended'))
  expect(fleet.agents.filter((agent) => agent.state === 'working')).toHaveLength(19)
  const [ended] = events.filter((event) => event.event === 'ended')
  expect(ended).toMatchObject({ code: 'DEVICE_REVOKED', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(ended && 'afterMs' in ended ? ended.afterMs : null).toBeGreaterThanOrEqual(0)
  await org.post('org/disable')
  await until(() => idle)
  expect(events.filter((event) => event.event === 'ended')).toHaveLength(25)
  const counts = (await org.get('devices/list')).body.devices.map((device) => device.validations.allowed)
  expect(counts.reduce((total, count) => total + count, 0)).toBe(
    fleet.agents.reduce((total, agent) => total + agent.worked, 0),
  )
})

it('with respawn comes back when it is restored, and reports it once', async () => {
  const { url, org } = await testAuthority()
  const { fleet, events } = fleetFor({ baseUrl: url, key: AGENT_KEY, deviceIds: ['a', 'b'], respawn: true })
  await until(all(fleet, 'working'))
  await org.post('devices/revoke', { deviceId: 'a' })
  await until(() => fleet.agents[0]?.state === 'ended')
  await until(() => (fleet.agents[0]?.denied ?? 0) >= 3)
  await org.post('devices/unrevoke', { deviceId: 'a' })
  await until(all(fleet, 'working'))
  const ofA = events.filter((event) => event.deviceId === 'a').map((event) => event.event)
  expect(ofA).toEqual(['started', 'ended', 'started'])
})

it('with ignoreDenials goes on validating and does no work', async () => {
  const { url, org } = await testAuthority()
  const { fleet } = fleetFor({ baseUrl: url, key: AGENT_KEY, deviceIds: ['a'], ignoreDenials: true })
  await until(all(fleet, 'working'))
  await org.post('devices/revoke', { deviceId: 'a' })
  await until(() => (fleet.agents[0]?.denied ?? 0) >= 3)
  const { body } = await org.get('devices/list')
  expect(body.devices[0]?.validations).toMatchObject({ allowed: fleet.agents[0]?.worked })
})

it.each([
  ['says nothing', 'silent'],
  ['answers HTML', '<html>allowed: true</html>'],
  ['answers no object', '"allowed"'],
  ['has no decision', '{"status":"ok"}'],
  ['says "true"', '{"allowed":"true"}'],
  ['says yes with an error', '{"allowed":true}'],
])('does no work when the authority %s', async (_name, reply) => {
  const server = createServer((req, res) => {
    if (reply === 'silent') return
    const status = reply === '{"allowed":true}' && req.url?.endsWith('/validate') ? 500 : 200
    res.writeHead(status).end(reply)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await until(() => server.listening)
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { fleet, events } = fleetFor({ baseUrl, key: AGENT_KEY, deviceIds: ['a'], timeoutMs: 100 })
  await until(() => (fleet.agents[0]?.errors ?? 0) >= 3)
  expect(fleet.agents[0]).toMatchObject({ worked: 0, allowed: 0, state: 'held' })
  expect(events).toHaveLength(1)
})

it('validates for the first time as soon as its options say, and then at its own pace', async () => {
  const { url } = await testAuthority()
  const { fleet } = fleetFor({ baseUrl: url, key: AGENT_KEY, count: 5, intervalMs: 600_000, firstWithinMs: 100 })
  await until(all(fleet, 'working'))
  const { fleet: beside } = fleetFor({ baseUrl: url, key: AGENT_KEY, deviceIds: ['often'], intervalMs: 100 })
  await until(() => (beside.agents[0]?.allowed ?? 0) >= 5)
  expect(fleet.agents.map((agent) => agent.allowed)).toEqual([1, 1, 1, 1, 1])
})

it('holds while the authority is away and goes on when it is back', async () => {
  const first = await testAuthority()
  const { fleet } = fleetFor({ baseUrl: first.url, key: AGENT_KEY, count: 5, timeoutMs: 500 })
  await until(all(fleet, 'working'))
  await first.close()
  await until(all(fleet, 'held'))
  await testAuthority({ port: first.port })
  await until(() => fleet.agents.every((agent) => agent.state === 'working' || agent.state === 'ended'))
})

it('runs thousands of agents in one process', async () => {
  const { url, org } = await testAuthority({ deviceLimit: 3000 })
  const { fleet } = fleetFor({ baseUrl: url, key: AGENT_KEY, count: 3000, intervalMs: 4000, timeoutMs: 5000 })
  await until(all(fleet, 'working'))
  await org.post('org/disable')
  await until(all(fleet, 'ended'))
})
