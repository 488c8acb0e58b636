/**
 * A stop of a reviewed selection is sent as soon as its row and its event are written. Its items and holds follow in the next
 * transaction: no other act finds it without them, a store that fails then loses nothing, and neither does a console that is killed.
 */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import { createItemWrites } from '@/lib/operations/deps/item-writes'
import type { Context } from '@/lib/services/context'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { liveHoldsOf } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { type Behaviour, behindStore } from '../console/faulty-store'
import { reset, telling } from '../faults/faults'
import { createGate } from '../faults/gate'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const BATCH = '/api/v1/devices/revoke_batch'

let behind: ConsoleBehindFaults
let operator: Context
beforeEach(async () => {
  behind = await consoleBehindFaults(DEVICES)
  operator = await behind.running.as('operator')
})
afterEach(() => behind.close())

async function reviewed(context: Context) {
  const { selectionId, digest } = await invoke(createSelection, context, { selector: 'role:runner' })
  return { kind: 'revoke', target: { selectionId, digest } } as const
}

/** A store whose second transaction, that of the items, does this the first time. */
const behindItems = (first: Behaviour) => {
  const { context } = behindStore(operator, (real, nth) => (nth === 2 ? first(real, nth) : real()))
  return context
}

const heldBy = async (id: string) => (await liveHoldsOf(behind.running.deps.store.db, id)).map((hold) => hold.device_id)
const outcomesOf = async (id: string) =>
  (await listItems(behind.running.deps.store.db, id)).map(({ outcome }) => outcome)

it('is sent before its items are written, and its answers wait for them', async () => {
  const { running, faults, pass } = behind
  const written = createGate()
  const answered = createGate(Number.POSITIVE_INFINITY)
  faults.on(BATCH, telling(answered, pass))
  const target = await reviewed(operator)
  const context = behindItems(async (real) => {
    await written.pass()
    return real()
  })
  const id = randomUUID()
  let isAcknowledged = false
  const starting = running.start(context, { id, ...target }).then(() => {
    isAcknowledged = true
  })
  await answered.came()
  await running.org.reader.readNow()
  expect([isAcknowledged, await outcomesOf(id)]).toEqual([false, []])
  written.open()
  await starting
  expect(await running.ended(id)).toMatchObject({ state: 'finished', outcomes: { done: 3, pending: 0 } })
  expect((await listItems(running.deps.store.db, id)).every((item) => item.accepted_at !== null)).toBe(true)
  expect(await heldBy(id)).toEqual(DEVICES)
})

it('is acknowledged with its items and its holds', async () => {
  const { id, outcomes } = await behind.running.start(operator, await reviewed(operator))
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(3)
  expect(await heldBy(id)).toEqual(DEVICES)
  await behind.running.ended(id)
})

it('is found without its holds by no act that was requested in the same moment', async () => {
  const { running } = behind
  const { db } = running.deps.store
  const target = await reviewed(operator)
  const id = randomUUID()
  const look = () =>
    db.transaction().execute(async (tx) => {
      const row = await findOperation(tx, id)
      return row && (await liveHoldsOf(tx, id)).length
    })
  const looks: Promise<number | undefined>[] = []
  const { context } = behindStore(operator, (real, nth) => {
    const written = real()
    // As soon as other code can run after the row was requested, and again once it is there.
    if (nth === 1) looks.push(Promise.resolve().then(look), written.then(look))
    return written
  })
  await running.start(context, { id, ...target })
  await running.ended(id)
  expect(await Promise.all(looks)).toEqual([3, 3])
})

it('ends as ever where the store refused its items at first', async () => {
  const { running } = behind
  const context = behindItems(() => Promise.reject(new Error('database or disk is full')))
  const { id } = await running.start(context, await reviewed(operator))
  expect(await running.ended(id)).toMatchObject({ outcomes: { done: 3 }, stop: { status: 'accepted' } })
  expect(await heldBy(id)).toEqual(DEVICES)
})

it('is not taken for withdrawn when a call is tried again before its holds are written', async () => {
  const { running, faults, pass } = behind
  const written = createGate()
  const answered = createGate(Number.POSITIVE_INFINITY)
  const [first, later] = [reset(), telling(answered, pass)]
  let calls = 0
  faults.on(BATCH, (socket, request) => (calls++ === 0 ? first : later)(socket, request))
  const target = await reviewed(operator)
  const id = randomUUID()
  const context = behindItems(async (real) => {
    await written.pass()
    return real()
  })
  const starting = running.start(context, { id, ...target })
  await answered.came()
  written.open()
  await starting
  expect(await running.ended(id)).toMatchObject({ outcomes: { done: 3, skipped: 0 } })
})

it('is completed at the next start where the console was killed in between', async () => {
  const { running } = behind
  const { deps } = running
  const target = await reviewed(operator)
  const id = randomUUID()
  // The console is killed: of its second transaction, and of its calls, nothing happens.
  const context = behindItems(() => new Promise(() => undefined))
  const killed = { running: { ...deps.running, start: () => undefined }, itemWrites: createItemWrites() }
  const started = { ...context, deps: { ...context.deps, ...killed } }
  // Its answer comes to no caller: the store may be closed by then.
  running.start(started, { id, ...target }).catch(() => undefined)
  await expect.poll(() => findOperation(deps.store.db, id)).toBeDefined()
  expect(await outcomesOf(id)).toEqual([])
  await continueOperationsOnStartup(deps)
  expect(await running.ended(id)).toMatchObject({ total: 3, outcomes: { done: 3 }, stop: { status: 'accepted' } })
  expect(await heldBy(id)).toEqual(DEVICES)
})
