import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Store } from '@/lib/store/rows/db'
import { openTestStore } from '@/testing/store/test-store'
import { createRefusals, type Refusal } from './refusals'

const MINUTE_MS = 60_000
const REFUSAL: Refusal = {
  kind: 'session.refused',
  account: null,
  actor: null,
  address: '198.51.100.7',
  delayed: false,
}
const log = pino({ level: 'silent' })
let store: Store

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  store = await openTestStore()
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
})

const made = () => createRefusals(() => ({ store, clock: { now: () => 1 }, log }))
const counts = async () =>
  (await store.db.selectFrom('audit_events').select('data').orderBy('sequence').execute()).map(
    ({ data }) => JSON.parse(data).count,
  )
const passMinute = async () => {
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  // What the minute began to write is written once another write has had its turn.
  await store.writable()
}

/** Ten minutes of a flood, with two quiet ones in it; how many events there are. */
async function flood(note: (refusal: Refusal) => unknown): Promise<number> {
  for (let minute = 0; minute < 10; minute += 1) {
    if (minute < 4 || minute > 5) for (let at = 0; at < 500; at += 1) await note({ ...REFUSAL, delayed: at % 2 === 0 })
    await passMinute()
  }
  return (await counts()).length
}

it('writes the first, then a count for each minute, and begins anew after a quiet one', async () => {
  const refusals = made()
  expect(await flood(refusals.note)).toBe(1 + 4 + 1 + 4)
  expect(await counts()).toEqual([undefined, 499, 500, 500, 500, undefined, 499, 500, 500, 500])
  await refusals.close()
})

it('a mutant that writes each is caught', async () => {
  let refusals = made()
  const each = async (refusal: Refusal) => {
    await refusals.note(refusal)
    refusals = made()
  }
  expect(await flood(each)).toBeGreaterThan(1_000)
})

it('counts each person’s confirmations apart, and what is left at the end', async () => {
  const refusals = made()
  for (const userId of ['ann', 'ben', 'ann', 'ann'])
    await refusals.note({
      ...REFUSAL,
      kind: 'session.confirm-refused',
      account: `${userId}@example.org`,
      actor: { userId, name: userId, sessionId: userId },
    })
  await refusals.close()
  expect(await counts()).toEqual([undefined, undefined, 2])
  await passMinute()
  expect(await counts()).toHaveLength(3)
})

it('goes on counting where the store cannot be written', async () => {
  let isFull = false
  const full = { ...store, db: null as unknown as Store['db'] }
  const refusals = createRefusals(() => ({ store: isFull ? full : store, clock: { now: () => 1 }, log }))
  for (let at = 0; at < 5; at += 1) await refusals.note(REFUSAL)
  isFull = true
  await passMinute()
  isFull = false
  await refusals.note(REFUSAL)
  await passMinute()
  expect(await counts()).toEqual([undefined, 5])
  await refusals.close()
})
