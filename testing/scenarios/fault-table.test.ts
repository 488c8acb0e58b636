/**
 * Every way in which an authority can fail, at the press of a stop: the console claims nothing that the authority did not
 * do, and once the authority is well again an open stop is in force.
 */
import { expect, it } from 'vitest'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'
import { liveHoldsOf } from '@/lib/store/holds'
import { findOperation } from '@/lib/store/operations'
import { waitForAnswers } from '../console/patient-calls'
import { type TestConsole, testConsole } from '../console/test-console'
import { type FaultServer, startFaultServer } from '../faults/fault-server'
import { STOP_FAULTS } from '../faults/fault-table'
import { gated, json, telling } from '../faults/faults'
import { createGate } from '../faults/gate'
import { forward } from '../faults/proxy-faults'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']

async function behind(): Promise<{ running: TestConsole; faults: FaultServer }> {
  const faults = await startFaultServer()
  const running = await testConsole({
    devices: DEVICES,
    baseUrl(authority) {
      faults.always(forward(authority.url))
      return faults.url
    },
  })
  return { running, faults }
}

const isStopped = async (running: TestConsole) =>
  (await running.agent('validate', DEVICES[0] as string)).allowed === false

it.concurrent.for(STOP_FAULTS)('org stop, authority $fault', async ({ make, refusedForGood }, { expect }) => {
  const { running, faults } = await behind()
  try {
    const responder = await running.as('responder')
    faults.on('/api/v1/org/disable', make(running.authority.url))
    const pressed = await running.start(responder, { kind: 'disable' })
    const status = pressed.stop?.status
    if (status === 'accepted') expect(await isStopped(running)).toBe(true)
    else expect(['refused', 'unknown', 'queued']).toContain(status)
    if (refusedForGood) expect(status).toBe('refused')
    faults.on('/api/v1/org/disable', forward(running.authority.url))
    if (refusedForGood) return
    await expect
      .poll(async () => (await findOperation(running.deps.store.db, pressed.id))?.stop_status)
      .toBe('accepted')
    expect(await isStopped(running)).toBe(true)
  } finally {
    await running.close()
    await faults.close()
  }
})

it.concurrent.for(STOP_FAULTS)('revoke of three, authority $fault', async ({ make, staysAway }, { expect }) => {
  const { running, faults } = await behind()
  try {
    const responder = await running.as('responder')
    faults.on('/api/v1/devices/revoke', make(running.authority.url))
    const { id } = await running.start(responder, { kind: 'revoke', target: { ids: DEVICES } })
    if (staysAway) {
      const row = () => findOperation(running.deps.store.db, id)
      await expect.poll(async () => (await row())?.stop_status).toMatch(/^(queued|unknown)$/)
      expect((await row())?.accepted_at).toBeNull()
      expect(await liveHoldsOf(running.deps.store.db, id)).toHaveLength(DEVICES.length)
      expect(await isStopped(running)).toBe(false)
      faults.on('/api/v1/devices/revoke', forward(running.authority.url))
      expect((await running.ended(id)).stop?.status).toBe('accepted')
    }
    const ended = await running.ended(id)
    const truly = await Promise.all(DEVICES.map(async (id) => (await running.agent('validate', id)).allowed === false))
    const revoked = truly.filter(Boolean).length
    expect(ended.outcomes.done + ended.outcomes.skipped).toBeLessThanOrEqual(revoked)
    expect(ended.outcomes.pending).toBe(0)
    if (revoked === 0) expect(ended.stop?.status).not.toBe('accepted')
  } finally {
    await running.close()
    await faults.close()
  }
})

it('a stop in the queue never fires after a newer accepted resume', async () => {
  const { running, faults } = await behind()
  try {
    const operator = await running.as('operator')
    faults.on('/api/v1/org/disable', json({ status: 'error' }, 503))
    const queued = await running.start(operator, { kind: 'disable' })
    expect(queued.stop?.status).toBe('queued')
    await running.act(operator, { kind: 'enable', reason: 'false alarm' })
    expect((await findOperation(running.deps.store.db, queued.id))?.stop_status).toBe('withdrawn')
    faults.on('/api/v1/org/disable', forward(running.authority.url))
    const sent = faults.requests.filter(({ path }) => path.endsWith('/org/disable')).length
    // A sign of life would send whatever still waits.
    await running.org.reader.readNow()
    await running.deps.running.allEnded()
    expect(faults.requests.filter(({ path }) => path.endsWith('/org/disable'))).toHaveLength(sent)
    expect(await isStopped(running)).toBe(false)
  } finally {
    await running.close()
    await faults.close()
  }
})

it('an unrevoke in flight when the stop is pressed does not leave its device running', async () => {
  const { running, faults } = await behind()
  try {
    const [device] = DEVICES as [string]
    const ana = await running.as('operator', { name: 'Ana' })
    const ben = await running.as('operator', { name: 'Ben' })
    await running.act(ana, { kind: 'revoke', target: { ids: [device] } })
    const pass = forward(running.authority.url)
    waitForAnswers(running.org)
    const unrevokes = createGate()
    const stopped = createGate(Number.POSITIVE_INFINITY)
    faults.on('/api/v1/devices/unrevoke', gated(unrevokes, pass))
    faults.on('/api/v1/devices/revoke', telling(stopped, pass))
    const restore = await running.start(ana, { kind: 'restore', target: { ids: [device] } })
    await unrevokes.came()
    const stop = await running.start(ben, { kind: 'revoke', target: { ids: [device] } })
    await stopped.came()
    unrevokes.open()
    await running.ended(restore.id)
    expect((await running.ended(stop.id)).stop?.status).toBe('accepted')
    expect(await running.agent('validate', device)).toMatchObject({ allowed: false })
  } finally {
    await running.close()
    await faults.close()
  }
})

it('an authority without org disable: every active device is revoked instead, and the undo restores exactly those', async () => {
  const { running, faults } = await behind()
  try {
    const operator = await running.as('operator')
    await running.act(operator, { kind: 'revoke', target: { ids: [DEVICES[2] as string] } })
    faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
    const pressed = await running.start(operator, { kind: 'disable' })
    const ended = await running.ended(pressed.id)
    expect(ended).toMatchObject({
      kind: 'disable',
      total: 2,
      outcomes: { done: 2 },
      stop: { status: 'accepted', counts: { waiting: 2 } },
    })
    expect((await invoke(getOrgState, operator, {})).orgStop).toMatchObject({ operationId: pressed.id, total: 2 })
    expect(await isStopped(running)).toBe(true)
    const newDevice = 'crewai:prod:runner:99'
    await running.agent('register', newDevice)
    await running.org.reader.readNow()
    await expect.poll(async () => (await running.agent('validate', newDevice)).allowed).toBe(false)
    await running.ended(ended.id)
    const lifted = await running.act(operator, { kind: 'enable', reason: 'over' })
    expect(lifted.outcomes).toMatchObject({ done: 3 })
    expect(await running.agent('validate', newDevice)).toMatchObject({ allowed: true })
    expect((await running.ended(ended.id)).stop?.status).toBe('lifted')
    expect(DEVICES.map((id) => running.org.fleet.get(id)?.status)).toEqual(['active', 'active', 'revoked'])
  } finally {
    await running.close()
    await faults.close()
  }
})
