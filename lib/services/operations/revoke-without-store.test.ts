/** A revoke does not wait for the store either; every other act on devices does, and is refused without it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { liveHoldsOf } from '@/lib/store/holds'
import { countOutcomes, findOperation } from '@/lib/store/operations'
import type { Context } from '../context'
import { invoke } from '../service'
import { type Behaviour, behindStore, hangs, rejects } from '../stops/faulty-store'
import { pressesOf } from '../stops/stop-presses'
import { LATE, within } from '../stops/within'
import { type TestConsole, testConsole } from '../testing/test-console'
import { startOperation } from './start-operation'

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
    const operation = await within(revoke(context, [A, B]), IN_TIME_MS)
    expect(operation).not.toBe(LATE)
    expect(operation).toMatchObject({ outcomes: { done: 2 }, stop: { status: 'accepted' } })
    expect([await allowed(A), await allowed(B), await allowed(C)]).toEqual([false, false, true])
    expect(running.sink).toContainEqual(expect.objectContaining({ kind: 'stop.devices', devices: [A, B] }))
  })

  it('is in the store once that takes it: items, holds and all, once', async () => {
    const { context } = await behind(async (real) => {
      await delay(800)
      return real()
    })
    const { id } = await revoke(context, [A, B])
    const { db } = running.deps.store
    const soon = { timeout: 8_000 }
    await expect.poll(async () => (await findOperation(db, id))?.stop_status, soon).toBe('accepted')
    await expect.poll(async () => pressesOf(running.deps).find(id)?.recorded, soon).toBe('store')
    await expect.poll(async () => (await liveHoldsOf(db, id)).length, soon).toBe(2)
    expect(await countOutcomes(db, id)).toMatchObject({ done: 2, pending: 0 })
    expect(await liveHoldsOf(db, id)).toHaveLength(2)
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

it('a restore is refused without the store, and nothing is sent', async () => {
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'revoke', target: { ids: [A] } })
  const { context } = behindStore(operator, rejects)
  const restore = { id: randomUUID(), kind: 'restore', target: { ids: [A] } }
  await expect(invoke(startOperation, context, restore)).rejects.toThrow()
  expect(await allowed(A)).toBe(false)
})
