/** Found by the bench of interleavings, and by thinking about it: an undo of what is still on its way. */
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FaultServer, startFaultServer } from '@/lib/machineid/fault-server'
import { json } from '@/lib/machineid/faults'
import { liveHolds } from '@/lib/store/holds'
import type { Context } from '../context'
import { forward } from '../testing/forward'
import { type TestConsole, testConsole } from '../testing/test-console'

const DEVICES = Array.from({ length: 24 }, (_, index) => `crewai:prod:runner:${index}`)
const [A] = DEVICES as [string]
const LATE_MS = 150

let running: TestConsole
let faults: FaultServer
let ana: Context
let ben: Context
beforeEach(async () => {
  faults = await startFaultServer()
  running = await testConsole({
    devices: DEVICES,
    baseUrl(authority) {
      const pass = forward(authority.url)
      faults.always(pass)
      faults.on('/api/v1/devices/revoke_batch', json({ status: 'error', error: 'not_found' }, 404))
      faults.on('/api/v1/devices/revoke', async (socket, request) => {
        if (request.path.endsWith('_batch')) return json({ status: 'error', error: 'not_found' }, 404)(socket, request)
        await delay(LATE_MS)
        await pass(socket, request)
      })
      return faults.url
    },
  })
  ana = await running.as('operator', { name: 'Ana' })
  ben = await running.as('operator', { name: 'Ben' })
})
afterEach(async () => {
  await running.close()
  await faults.close()
})

const activeNow = async () =>
  (await running.org.connection.client.listDevices()).devices.filter((device) => device.status === 'active').length
const holds = () => liveHolds(running.deps.store.db, running.org.row.id, DEVICES)

it('does not overtake the stop that it takes back', async () => {
  const stop = await running.start(ana, { kind: 'revoke', target: { ids: DEVICES } })
  await delay(LATE_MS)
  await running.act(ana, { kind: 'restore', undoes: stop.id, reason: 'false alarm' })
  await running.ended(stop.id)
  expect([await activeNow(), await holds()]).toEqual([DEVICES.length, []])
})

it('waits for its own stop only as long as no newer one comes', async () => {
  const stop = await running.start(ana, { kind: 'revoke', target: { ids: DEVICES } })
  const undo = await running.start(ana, { kind: 'restore', undoes: stop.id, reason: 'false alarm' })
  const newer = await running.act(ben, { kind: 'revoke', target: { ids: [A] } })
  await running.ended(stop.id)
  await running.ended(undo.id)
  expect(running.org.fleet.get(A)?.status).toBe('revoked')
  expect((await holds()).filter((hold) => hold.device_id === A).map((hold) => hold.operation_id)).toContain(newer.id)
})

it('does not take a hold that another undo gave up for a revoke from elsewhere', async () => {
  const first = await running.act(ana, { kind: 'revoke', target: { ids: [A] } })
  const second = await running.start(ben, { kind: 'revoke', target: { ids: [A] } })
  await running.act(ana, { kind: 'restore', undoes: first.id })
  await running.ended(second.id)
  expect((await holds()).map((hold) => hold.operation_id)).toEqual([second.id])
  await running.act(ben, { kind: 'restore', undoes: second.id })
  expect([await activeNow(), await holds()]).toEqual([DEVICES.length, []])
})
