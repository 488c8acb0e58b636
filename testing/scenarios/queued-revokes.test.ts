/** A revoke of devices whose authority is away: it waits with its holds, goes on by itself, and is taken back per device. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import type { Context } from '@/lib/services/context'
import { cancelOperation, continueOperation } from '@/lib/services/operations/control-operation'
import { invoke } from '@/lib/services/service'
import { endStop } from '@/lib/services/stops/end-stop'
import { countOpenAlarms } from '@/lib/store/alarms'
import { liveHoldsOf } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { limitCalls } from '../console/limit-calls'
import { type Fault, hang, json } from '../faults/faults'

const DEVICES = Array.from({ length: 30 }, (_, index) => `crewai:prod:runner:${index}`)
const [A, B] = DEVICES as [string, string]
const NOT_NOW = json({ status: 'error', error: 'maintenance' }, 503, { 'retry-after': '60' })
/** After this time a call to an authority that hangs is over. */
const GIVE_UP_MS = 300

let behind: ConsoleBehindFaults
let operator: Context
let isHanging: boolean
beforeEach(async () => {
  behind = await consoleBehindFaults(DEVICES)
  isHanging = false
  limitCalls(behind.running.org, () => (isHanging ? GIVE_UP_MS : undefined))
  operator = await behind.running.as('operator', { name: 'Ana' })
})
afterEach(() => behind.close())

const away = (fault: Fault) => behind.faults.always(fault)
/** Nothing is answered any more. */
const hangs = () => {
  isHanging = true
  away(hang())
}
const back = () => {
  isHanging = false
  behind.faults.always(behind.pass)
}
const calls = (path: string) => behind.faults.requests.filter((request) => request.path.startsWith(path))
const revokes = () => calls('/api/v1/devices/revoke')
const row = async (id: string) => findOperation(behind.running.deps.store.reads, id)
const statusOf = async (id: string) => (await row(id))?.stop_status
const itemsOf = (id: string) => listItems(behind.running.deps.store.reads, id)
const heldBy = async (id: string) =>
  (await liveHoldsOf(behind.running.deps.store.reads, id)).map((hold) => hold.device_id)
const allowed = async (id: string) => (await behind.running.agent('validate', id)).allowed
const revoke = (ids: string[]) => behind.running.start(operator, { kind: 'revoke', target: { ids } })
/** Resolves with an operation that no longer waits for its authority to say so. */
async function queued(ids: string[], status = 'queued'): Promise<string> {
  const { id } = await revoke(ids)
  await expect.poll(() => statusOf(id)).toBe(status)
  return id
}

describe('while the authority is away', () => {
  it.each([
    ['answers 503', () => away(NOT_NOW), 'queued'],
    ['answers 429', () => away(json({ status: 'error' }, 429, { 'retry-after': '60' })), 'queued'],
    ['answers 500', () => away(json({ status: 'error' }, 500)), 'unknown'],
    ['hangs', hangs, 'unknown'],
  ])('it waits with its holds (%s), and goes on by itself', async (_, fails, status) => {
    fails()
    const id = await queued(DEVICES, status)
    expect(await heldBy(id)).toHaveLength(DEVICES.length)
    expect(await row(id)).toMatchObject({ state: 'running', accepted_at: null, error_message: expect.any(String) })
    expect(await allowed(A)).toBe(true)
    back()
    const ended = await behind.running.ended(id)
    expect(ended).toMatchObject({ outcomes: { done: DEVICES.length }, stop: { status: 'accepted' }, error: null })
    expect(await allowed(A)).toBe(false)
  })

  it('one probe at a time asks for all', async () => {
    behind.running.org.reading.capabilities = { ...behind.running.org.reading.capabilities, batch: 'no' }
    let under = 0
    let most = 0
    away(NOT_NOW)
    await queued(DEVICES)
    behind.faults.requests.length = 0
    behind.faults.on('/api/v1/devices/revoke', async (socket, request) => {
      most = Math.max(most, ++under)
      await NOT_NOW(socket, request)
      under -= 1
    })
    await expect.poll(() => revokes().length).toBeGreaterThan(5)
    expect(most).toBe(1)
    expect(new Set(revokes().map(({ body }) => body)).size).toBeGreaterThan(1)
  })

  it('a part that was acknowledged is in force, the rest waits', async () => {
    behind.running.org.reading.capabilities = { ...behind.running.org.reading.capabilities, batch: 'no' }
    behind.faults.on('/api/v1/devices/revoke', (socket, request) =>
      (request.body.includes(`"${B}"`) ? NOT_NOW : behind.pass)(socket, request),
    )
    const id = await queued([A, B], 'accepted')
    expect(await row(id)).toMatchObject({ state: 'running' })
    expect([await allowed(A), await allowed(B)]).toEqual([false, true])
    behind.faults.on('/api/v1/devices/revoke', behind.pass)
    expect((await behind.running.ended(id)).outcomes).toMatchObject({ done: 2 })
  })

  it.each([401, 403])('a %i in the end is a refusal, with an alarm', async (status) => {
    away(NOT_NOW)
    const id = await queued([A, B])
    away(json({ status: 'error', error: 'invalid_org_key' }, status))
    expect((await behind.running.ended(id)).stop?.status).toBe('refused')
    expect(await heldBy(id)).toEqual([])
    const alarms = await countOpenAlarms(behind.running.deps.store.reads, behind.running.org.row.id)
    expect(alarms).toMatchObject([{ kind: 'stop-refused', count: 1 }])
  })

  it('a resume of the org withdraws no revoke of devices', async () => {
    behind.faults.on('/api/v1/devices/revoke', NOT_NOW)
    const id = await queued([A])
    await behind.running.act(operator, { kind: 'disable' })
    await behind.running.act(operator, { kind: 'enable', reason: 'over' })
    expect(await statusOf(id)).toBe('queued')
    behind.faults.on('/api/v1/devices/revoke', behind.pass)
    expect((await behind.running.ended(id)).stop?.status).toBe('accepted')
    expect(await allowed(A)).toBe(false)
  })

  it('a console that starts anew goes on with it', async () => {
    away(NOT_NOW)
    const id = await queued([A])
    const { deps } = behind.running
    await deps.running.halt(id)
    expect(await row(id)).toMatchObject({ state: 'running' })
    back()
    await continueOperationsOnStartup(deps)
    expect((await behind.running.ended(id)).stop?.status).toBe('accepted')
    expect(await allowed(A)).toBe(false)
  })
})

describe('taking it back', () => {
  it('what was never sent is withdrawn at once, without a call, whether or not the authority can be read', async () => {
    away(NOT_NOW)
    const id = await queued(DEVICES)
    const before = calls('/api/v1/devices/unrevoke').length
    const undo = await behind.running.act(operator, { kind: 'restore', undoes: id, reason: 'false alarm' })
    expect(undo).toMatchObject({ state: 'finished', outcomes: { skipped: DEVICES.length } })
    await behind.running.ended(id)
    expect(await statusOf(id)).toBe('withdrawn')
    expect(await heldBy(id)).toEqual([])
    expect((await itemsOf(id)).every((item) => item.outcome === 'skipped' && item.code === 'withdrawn')).toBe(true)
    expect(calls('/api/v1/devices/unrevoke')).toHaveLength(before)
    const sent = revokes().length
    back()
    await behind.running.org.reader.readNow()
    expect(revokes()).toHaveLength(sent)
    expect(await allowed(A)).toBe(true)
  })

  it('what was perhaps sent waits for a person while the authority cannot be read', async () => {
    hangs()
    const id = await queued([A, B], 'unknown')
    const undo = await behind.running.act(operator, { kind: 'restore', undoes: id, reason: 'false alarm' })
    expect(undo).toMatchObject({ state: 'paused', error: { code: 'upstream-unavailable' } })
    expect(await heldBy(id)).toHaveLength(2)
    expect(calls('/api/v1/devices/unrevoke')).toEqual([])
    // It is not taken back yet, so the stop goes on; the person then decides.
    back()
    expect((await behind.running.ended(id)).stop?.status).toBe('accepted')
    await invoke(continueOperation, operator, { operation: undo.id, reason: 'false alarm' })
    expect((await behind.running.ended(undo.id)).outcomes).toMatchObject({ done: 2 })
    expect([await allowed(A), await allowed(B)]).toEqual([true, true])
    expect(await heldBy(id)).toEqual([])
  })

  it.each([
    ['withdrawal', endStop],
    ['cancel', cancelOperation],
  ])('%s of what was never sent ends at once', async (_, service) => {
    away(NOT_NOW)
    const id = await queued([A, B])
    await invoke(service, operator, { operation: id, reason: 'not needed' })
    expect((await behind.running.ended(id)).stop?.status).toBe('withdrawn')
    expect(await heldBy(id)).toEqual([])
    const sent = revokes().length
    back()
    await behind.running.org.reader.readNow()
    expect(revokes()).toHaveLength(sent)
  })

  it('withdrawal of what was perhaps sent is not called withdrawn before it was read', async () => {
    isHanging = true
    behind.faults.on('/api/v1/devices/revoke', hang())
    const id = await queued([A, B], 'unknown')
    hangs()
    await invoke(endStop, operator, { operation: id, reason: 'not needed' })
    expect(await behind.running.ended(id)).toMatchObject({ outcomes: { unknown: 2 }, stop: { status: 'unknown' } })
    expect(await heldBy(id)).toHaveLength(2)
    back()
    await behind.running.org.reader.readNow()
    await invoke(endStop, operator, { operation: id, reason: 'not needed' })
    expect((await behind.running.ended(id)).stop?.status).not.toBe('accepted')
    expect(await heldBy(id)).toEqual([])
  })

  it('an accepted restore withdraws it over its own devices only', async () => {
    behind.faults.on('/api/v1/devices/revoke', NOT_NOW)
    const id = await queued([A, B])
    const restored = await behind.running.act(operator, { kind: 'restore', target: { ids: [A] } })
    expect(restored.state).toBe('finished')
    behind.faults.on('/api/v1/devices/revoke', behind.pass)
    await behind.running.ended(id)
    const items = await itemsOf(id)
    expect(items.map((item) => [item.device_id, item.outcome, item.code])).toEqual([
      [A, 'skipped', 'withdrawn'],
      [B, 'done', null],
    ])
    expect([await allowed(A), await allowed(B)]).toEqual([true, false])
  })
})

describe('mutants', () => {
  it('one that takes every device for never sent withdraws what is stopped', async () => {
    const { sent } = behind.running.deps
    behind.running.deps.sent = {
      ...sent,
      send(orgId, operationId, deviceIds) {
        const sending = sent.send(orgId, operationId, deviceIds)
        return { ...sending, end: () => sending.end(sending.deviceIds) }
      },
    }
    // Applied, and the answer lost: it is stopped, whatever answer the console got.
    behind.faults.on('/api/v1/devices/revoke', async (socket, request) => {
      await behind.pass({ destroyed: true } as typeof socket, request)
      await json({ status: 'error' }, 500)(socket, request)
    })
    behind.faults.on('/api/v1/devices/list', hang())
    const { id } = await revoke([A])
    await expect.poll(() => statusOf(id)).toBe('queued')
    await behind.running.act(operator, { kind: 'restore', undoes: id, reason: 'false alarm' })
    // It claims that nothing was stopped, and the device is.
    await expect.poll(() => statusOf(id)).toBe('withdrawn')
    expect(await allowed(A)).toBe(false)
  })
})
