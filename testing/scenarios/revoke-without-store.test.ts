/** A revoke does not wait for the store either; every other act on devices does, and is refused without it. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import { UpstreamError } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/context'
import { startOperation } from '@/lib/services/operations/start-operation'
import { invoke } from '@/lib/services/service'
import type { EmergencyJournal } from '@/lib/stops/emergency-journal'
import { recoverFromJournal } from '@/lib/stops/recover-from-journal'
import { liveHoldsOf } from '@/lib/store/holds'
import { countOutcomes } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import { type Behaviour, behindStore, hangs, rejects } from '../console/faulty-store'
import { type TestConsole, testConsole } from '../console/test-console'
import { createGate } from '../faults/gate'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const [A, B, C] = DEVICES as [string, string, string]
const IN_TIME_MS = 2_000

let running: TestConsole
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
})
afterEach(() => running.close())

const behind = async (behaviour: Behaviour) => behindStore(await running.as('operator'), behaviour)
const allowed = async (id: string) => (await running.agent('validate', id)).allowed
const revoke = (context: Context, ids: string[], id = randomUUID()) =>
  invoke(startOperation, context, { id, kind: 'revoke', target: { ids } })

describe('a revoke', () => {
  it.each([
    ['hangs', hangs],
    ['refuses', rejects],
  ])('is in force though the store %s, and its devices are in the sink', async (_, behaviour) => {
    const { context } = await behind(behaviour)
    const operation = await withTimeout(revoke(context, [A, B]), IN_TIME_MS)
    expect(operation).not.toBe(TIMED_OUT)
    expect(operation).toMatchObject({ outcomes: { done: 2 }, stop: { status: 'accepted' } })
    expect([await allowed(A), await allowed(B), await allowed(C)]).toEqual([false, false, true])
    expect(running.sink).toContainEqual(expect.objectContaining({ kind: 'stop.devices', devices: [A, B] }))
  })

  it('is in the store once that takes it: items, holds and all, once', async () => {
    const store = createGate()
    const { context } = await behind((real) => store.pass().then(real))
    const { id } = await revoke(context, [A, B])
    const { db } = running.deps.store
    expect(await findOperation(db, id)).toBeUndefined()
    store.open()
    await expect.poll(async () => (await findOperation(db, id))?.stop_status).toBe('accepted')
    await expect.poll(async () => running.deps.stopRequests.find(id)?.recorded).toBe('store')
    await expect.poll(async () => (await liveHoldsOf(db, id)).length).toBe(2)
    expect(await countOutcomes(db, id)).toMatchObject({ done: 2, pending: 0 })
    expect(await liveHoldsOf(db, id)).toHaveLength(2)
  })

  it('holds what it was read back to have stopped, though the answer was lost', async () => {
    const { client } = running.org.connection
    const lost = async (ids: readonly string[]): Promise<never> => {
      await client.revokeBatch(ids)
      throw new UpstreamError('upstream-timeout', 'no answer')
    }
    running.org.connection = { ...running.org.connection, client: { ...client, revokeBatch: lost } }
    const { context, heal } = await behind(rejects)
    const { id, outcomes } = await revoke(context, [A, B])
    expect(outcomes).toMatchObject({ done: 2 })
    heal()
    await expect.poll(async () => (await liveHoldsOf(running.deps.store.db, id)).length).toBe(2)
  })

  it('claims nothing done that was not read back', async () => {
    const { context } = await behind(rejects)
    const { client } = running.org.connection
    const readNow = running.org.reader.readNow
    running.org.reader.readNow = async () => {
      await client.unrevoke(A)
      return readNow()
    }
    const operation = await revoke(context, [A, B])
    expect(operation.outcomes).toMatchObject({ done: 1, failed: 1 })
  })
})

it('that was on its way when the console died, in the sink alone, is sent again and held as what it is', async () => {
  const lines: Record<string, unknown>[] = []
  const { context } = await behind(hangs)
  const journal: EmergencyJournal = {
    write(line) {
      lines.push(line)
      return 'file'
    },
  }
  const { id } = await revoke({ ...context, deps: { ...context.deps, journal } }, [A, B])
  // As a console that died before any call: what it wrote before the first one.
  await running.org.connection.client.unrevokeBatch([A, B])
  await running.org.reader.readNow()
  const devices = lines.findIndex((line) => line.kind === 'stop.devices')
  const deps = { ...running.deps, journal: { ...journal, lines: () => lines.slice(0, devices + 1) } }
  expect(await recoverFromJournal(deps)).toBe(1)
  const held = await liveHoldsOf(deps.store.db, id)
  expect(held.map((hold) => [hold.kind, hold.device_id])).toEqual([
    ['operation', A],
    ['operation', B],
  ])
  await continueOperationsOnStartup(deps)
  expect(await running.ended(id)).toMatchObject({ outcomes: { done: 2 }, stop: { status: 'accepted' } })
  expect([await allowed(A), await allowed(B)]).toEqual([false, false])
  await running.act(await running.as('operator'), { kind: 'restore', undoes: id, reason: 'x' })
  expect([await allowed(A), await allowed(B)]).toEqual([true, true])
})

it('a restore is refused without the store, and nothing is sent', async () => {
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'revoke', target: { ids: [A] } })
  const { context } = behindStore(operator, rejects)
  const restore = { id: randomUUID(), kind: 'restore', target: { ids: [A] } }
  await expect(invoke(startOperation, context, restore)).rejects.toThrow()
  expect(await allowed(A)).toBe(false)
})
