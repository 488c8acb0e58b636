/** Two consoles on one database, of which one is paused, killed, or ends. */
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '@/lib/store/open/open-store'
import type { Store } from '@/lib/store/rows/db'
import { endSilentWriters, giveSignOfLife } from '@/lib/store/writers'
import { createGate } from '@/testing/faults/gate'
import { type TestLocation, testLocation } from '@/testing/store/test-store'
import { createDuties } from './duties'
import { requireAlone } from './require-alone'
import { type SignsOfLife, startSignsOfLife } from './signs-of-life'

let at: TestLocation
let ended: string[]
let a: Store
let b: Store

const open = (name: string) =>
  openStore(at.location, {
    writer: { kind: 'console', name, version: '1' },
    onEnded: () => void ended.push(name),
  })
const dutiesOf = (store: Store) => {
  let now = 0
  return createDuties({ store, clock: { now: () => (now += 10_000) } })
}
const log = pino({ level: 'silent' })
const start = (store: Store, dead: string[]): SignsOfLife =>
  startSignsOfLife({
    store,
    log,
    onDead: (writers) => void dead.push(...writers.map(({ name }) => name)),
    signEveryMs: 50,
    deadAfterMs: 1_000,
  })
const write = (store: Store, name: string) =>
  store.db.insertInto('leases').values({ name, holder: 'x', expires_at: 1 }).execute()
const takeForDead = async (by: Store) => {
  const ids = (await endSilentWriters(by.db, by.writerId as string, -60_000)).map(({ id }) => id)
  expect(ids).toHaveLength(1)
}

beforeEach(async () => {
  ended = []
  at = await testLocation()
  a = await open('a')
  b = await open('b')
})
afterEach(async () => {
  await a.close()
  await b.close()
  await at.drop()
})

describe('a duty', () => {
  it('is one console’s, until it ends; then the next one has it, with a higher token', async () => {
    const [ofA, ofB] = [dutiesOf(a), dutiesOf(b)]
    expect([await ofA.has('sampler'), await ofB.has('sampler'), await ofA.has('sampler')]).toEqual([true, false, true])
    expect(await ofB.has('schedule')).toBe(true)
    await a.close()
    expect(await ofB.has('sampler')).toBe(true)
    const { token } = await b.db
      .selectFrom('leases')
      .select('token')
      .where('name', '=', 'sampler')
      .executeTakeFirstOrThrow()
    expect(token).toBe(2)
  })

  it('is had by one of many that ask at once', async () => {
    const all = await Promise.all([a, b, a, b].map((store) => dutiesOf(store).has('anchors')))
    expect(all.filter(Boolean)).toHaveLength(2)
    expect(new Set([all[0], all[1]]).size).toBe(2)
  })
})

describe('a console that was taken for dead', () => {
  it('writes nothing any more, in a transaction or outside of one, and learns it', async () => {
    const duties = dutiesOf(a)
    await duties.has('review')
    await takeForDead(b)
    expect(await dutiesOf(b).has('review')).toBe(true)
    await expect(write(a, 'late')).rejects.toThrow(/took this one for dead/)
    await expect(a.db.transaction().execute((tx) => write({ ...a, db: tx }, 'late'))).rejects.toThrow(/for dead/)
    expect(ended).toEqual(['a', 'a'])
    expect(await b.reads.selectFrom('leases').select('name').where('name', '=', 'late').execute()).toEqual([])
  })

  it('has written the whole of a transaction, or nothing: the other one waits for its end', async () => {
    const pause = createGate()
    const act = a.db.transaction().execute(async (tx) => {
      await write({ ...a, db: tx }, 'in time')
      await pause.pass()
    })
    await pause.came()
    const judged = takeForDead(b)
    pause.open()
    await act
    await judged
    expect(await b.reads.selectFrom('leases').select('name').where('name', '=', 'in time').execute()).toHaveLength(1)
  })

  it('finds the mutant whose lease has no fencing token: a transaction that does not look at its writer', async () => {
    const blind = await openStore(at.location)
    const mutant: Store = { ...a, db: blind.db }
    await takeForDead(b)
    await expect(write(mutant, 'late').then(() => 'written')).resolves.toBe('written')
    await blind.close()
  })
})

describe('a start beside another console', () => {
  it('is refused while that one lives', async () => {
    const signs = start(a, [])
    await expect(requireAlone(b)).rejects.toThrow(/Another console \(a\) works with this database/)
    signs.stop()
  })

  it('waits until one that was killed counts as dead', async () => {
    await requireAlone(b, { deadAfterMs: 1_000 })
    await expect(write(a, 'late')).rejects.toThrow(/took this one for dead/)
  })

  it('goes on at once where the other one has ended, or had its name', async () => {
    const again = await open('a')
    await expect(write(a, 'late')).rejects.toThrow(/took this one for dead/)
    await b.close()
    await requireAlone(again)
    await again.close()
  })
})

describe('signs of life', () => {
  it('show who lives, and end one that is silent', async () => {
    const dead: string[] = []
    const signs = [start(a, dead), start(b, dead)]
    await expect.poll(() => signs[0]?.living().map(({ name }) => name)).toEqual(['a', 'b'])
    signs[0]?.stop()
    await expect.poll(() => dead).toEqual(['a'])
    await expect(write(a, 'late')).rejects.toThrow(/took this one for dead/)
    signs[1]?.stop()
  })

  it('end no console after all were silent, as after an outage of the database', async () => {
    const dead: string[] = []
    await giveSignOfLife(a.db)
    await b.db.updateTable('writers').set({ seen_at: 1 }).execute()
    const signs = start(b, dead)
    const late = start(a, dead)
    await expect.poll(() => signs.living().every(({ seen_at }) => seen_at > 1)).toBe(true)
    expect(dead).toEqual([])
    signs.stop()
    late.stop()
  })
})
