import { afterEach, expect, it } from 'vitest'
import { chain, headsOf, newEvent } from '@/testing/audit/tampered-chains'
import { openTestStore } from '@/testing/store/test-store'
import type { Store } from '../rows/db'
import { appendEvent, appendEventOnce, appendEvents } from './append-events'
import { eventsInOrder, listHeads } from './audit-chain-heads'

let store: Store
afterEach(() => store.close())

async function all() {
  const rows = []
  for await (const page of eventsInOrder(store.db)) rows.push(...page)
  return rows
}

it('chains every event to the one before it, in its org and in the whole', async () => {
  store = await openTestStore()
  const events = Array.from({ length: 30 }, (_, index) => newEvent(index))
  await appendEvents(store.db, events.slice(0, 20))
  for (const event of events.slice(20)) await appendEvent(store.db, event)
  expect(await all()).toEqual([...chain(events)])
  expect(new Map((await listHeads(store.db)).map((head) => [head.chain, head]))).toEqual(headsOf(await all()))
})

it('belongs to the transaction of what it describes: taken back with it, head and all', async () => {
  store = await openTestStore()
  await appendEvent(store.db, newEvent(0))
  const before = await listHeads(store.db)
  const failing = store.db.transaction().execute(async (tx) => {
    await appendEvent(tx, newEvent(1))
    throw new Error('the act failed')
  })
  await expect(failing).rejects.toThrow('the act failed')
  expect(await all()).toHaveLength(1)
  expect(await listHeads(store.db)).toEqual(before)
})

it('keeps one order when many append at once', async () => {
  store = await openTestStore()
  await Promise.all(Array.from({ length: 50 }, (_, index) => appendEvent(store.db, newEvent(index))))
  const rows = await all()
  expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, index) => index + 1))
  expect([...chain(rows)]).toEqual(rows)
})

it('appends an event that the record has already no second time', async () => {
  store = await openTestStore()
  const event = newEvent(0)
  await appendEventOnce(store.db, event)
  await appendEventOnce(store.db, event)
  expect(await all()).toHaveLength(1)
})
