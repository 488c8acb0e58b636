/** Found by the bench of interleavings, and by thinking about it: an undo of what is still on its way. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '@/lib/services/context'
import { liveHolds } from '@/lib/store/holds'
import { waitForAnswers } from '../console/patient-calls'
import { type TestConsole, testConsole } from '../console/test-console'
import { type FaultServer, startFaultServer } from '../faults/fault-server'
import { gated, json } from '../faults/faults'
import { createGate, type Gate } from '../faults/gate'
import { forward } from '../faults/proxy-faults'

const DEVICES = Array.from({ length: 24 }, (_, index) => `crewai:prod:runner:${index}`)
const [A] = DEVICES as [string]
const SINGLES_AT_ONCE = 8
const UNREVOKE = '/api/v1/devices/unrevoke'

let running: TestConsole
let faults: FaultServer
let ana: Context
let ben: Context
/** Each single revoke waits here. */
let revokes: Gate
beforeEach(async () => {
  revokes = createGate()
  faults = await startFaultServer()
  running = await testConsole({
    devices: DEVICES,
    baseUrl(authority) {
      const pass = forward(authority.url)
      faults.always(pass)
      const notFound = json({ status: 'error', error: 'not_found' }, 404)
      faults.on('/api/v1/devices/revoke_batch', notFound)
      // A GET looks for what the authority offers; only a POST is a revoke.
      faults.on('/api/v1/devices/revoke', (socket, request) =>
        (request.method === 'GET' ? notFound : gated(revokes, pass))(socket, request),
      )
      return faults.url
    },
  })
  waitForAnswers(running.org)
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

/** Counts how often an act began to wait for the calls of a stop. */
function watchWaits(): Gate {
  const waits = createGate(Number.POSITIVE_INFINITY)
  const { sent } = running.deps
  const { callsEnded } = sent
  sent.callsEnded = (orgId, deviceIds) => {
    void waits.pass()
    return callsEnded(orgId, deviceIds)
  }
  return waits
}

it.each(['before', 'after'])('does not overtake the stop that it takes back, answered %s it is begun', async (when) => {
  const stop = await running.start(ana, { kind: 'revoke', target: { ids: DEVICES } })
  await revokes.came(SINGLES_AT_ONCE)
  const waits = watchWaits()
  const undoing = running.start(ana, { kind: 'restore', undoes: stop.id, reason: 'false alarm' })
  await waits.came()
  if (when === 'before') revokes.open()
  const undo = await undoing
  if (when === 'after') {
    await waits.came(2)
    await running.org.reader.readNow()
    expect(faults.requests.filter(({ path }) => path.startsWith(UNREVOKE))).toEqual([])
    revokes.open()
  }
  await running.ended(undo.id)
  await running.ended(stop.id)
  expect([await activeNow(), await holds()]).toEqual([DEVICES.length, []])
})

it('waits for its own stop only as long as no newer one comes', async () => {
  const stop = await running.start(ana, { kind: 'revoke', target: { ids: DEVICES } })
  await revokes.came(SINGLES_AT_ONCE)
  const undo = await running.start(ana, { kind: 'restore', undoes: stop.id, reason: 'false alarm' })
  const newer = await running.start(ben, { kind: 'revoke', target: { ids: [A] } })
  // Its own stop has no answer yet.
  await running.ended(undo.id)
  revokes.open()
  await running.ended(newer.id)
  await running.ended(stop.id)
  expect(running.org.fleet.get(A)?.status).toBe('revoked')
  expect((await holds()).filter((hold) => hold.device_id === A).map((hold) => hold.operation_id)).toContain(newer.id)
})

it('does not take a hold that another undo gave up for a revoke from elsewhere', async () => {
  revokes.open()
  const first = await running.act(ana, { kind: 'revoke', target: { ids: [A] } })
  revokes = createGate()
  const second = await running.start(ben, { kind: 'revoke', target: { ids: [A] } })
  await revokes.came()
  const waits = watchWaits()
  const undoing = running.act(ana, { kind: 'restore', undoes: first.id })
  await waits.came()
  revokes.open()
  await undoing
  await running.ended(second.id)
  expect((await holds()).map((hold) => hold.operation_id)).toEqual([second.id])
  await running.act(ben, { kind: 'restore', undoes: second.id })
  expect([await activeNow(), await holds()]).toEqual([DEVICES.length, []])
})
