/** Searches that let others go first: of one moment whatever changes meanwhile, and never long in one go. */
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { parseSelector } from '@/lib/domain/selector/parse'
import { createFleetIndex, type FleetIndex } from './fleet-index'
import { SomeDevices } from './search/some-devices'

const PARTS = ['framework', 'env', 'role', 'instance']
const COUNT = 30_000

const device = (at: number, status: Device['status'] = 'active'): Device => ({
  deviceId: `crewai:${at % 2 ? 'prod' : 'dev'}:role-${at % 40}:${String(at).padStart(6, '0')}`,
  status,
  lastValidatedAt: 1_000 + ((at * 7_919) % 10_007),
  rhythm: { medianMs: 2_000, p95Ms: at % 10_000 === 0 ? 60_000 + at : 2_500, n: 20 },
})

const fill = (index: FleetIndex, status?: Device['status']) => {
  for (let from = 0; from < COUNT; from += 500) {
    index.apply({ upserts: Array.from({ length: 500 }, (_, at) => device(from + at, status)), removed: [] })
  }
}

const env = { nowMs: 12_000, operationDevices: () => null, stopState: () => null }
const termsOf = (text: string) => {
  const parsed = parseSelector(text, { parts: PARTS })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.terms
}

it.each(['env:prod role:role-1*', 'crewai:*:*:*7 -role-3', 'status:active', 'seen:>5s', ''])(
  'finds for "%s" what a search at once finds, while devices come, change and go',
  async (text) => {
    const index = createFleetIndex({ parts: PARTS })
    fill(index)
    const terms = termsOf(text)
    let changes = 0
    let done = false
    const change = async () => {
      for (; !done && changes < 12; changes++) {
        await setImmediate()
        index.apply({
          upserts: [device(COUNT + changes), device(changes * 2, 'revoked')],
          removed: [device(changes * 2 + 1).deviceId],
        })
      }
    }
    const changing = change()
    const found = await index.find({ terms, env, sort: { by: 'seen', direction: 'desc' } })
    const atThatMoment = index.search({ terms, env, sort: { by: 'seen', direction: 'desc' }, offset: 100, limit: 200 })
    expect(found.version).toBe(index.version)
    expect(index.rows(found, 100, 200)).toEqual(atThatMoment.rows)
    expect(found.facets).toEqual(atThatMoment.facets)
    expect(found.total).toBe(atThatMoment.total)
    expect((await index.select({ terms, env })).map(({ deviceId }) => deviceId)).toEqual(index.ids({ terms, env }))
    const odd = index.ids({ terms, env }).filter((_, at) => at % 2 === 1)
    const counted = await index.count({ terms, env }, new SomeDevices([...odd, 'not:there']))
    const matching = new Set(index.ids({ terms, env }))
    expect(counted).toEqual({ total: matching.size, ofSome: odd.filter((id) => matching.has(id)).length })
    done = true
    await changing
    expect(index.isSearched()).toBe(false)
  },
)

const SEARCHES = 4

it('lets other work run many times during one costly search', async () => {
  const index = createFleetIndex({ parts: PARTS })
  fill(index)
  let turns = 0
  let counting = true
  const count = async () => {
    for (; counting; turns++) await setImmediate()
  }
  const running = count()
  const terms = termsOf(Array.from({ length: 12 }, (_, at) => `-*${at}*${at}*x*`).join(' '))
  // One after the other: side by side each would take a slice before other work runs.
  for (let search = 0; search < SEARCHES; search++) await index.find({ terms, env })
  counting = false
  await running
  expect(turns).toBeGreaterThan(3 * SEARCHES)
})

it('removes what a full reading did not list a chunk at a time', () => {
  const index = createFleetIndex({ parts: PARTS })
  fill(index)
  index.startFull()
  index.apply({ upserts: [device(3)], removed: [] })
  let left = COUNT
  for (let unmet = index.unmet(500); unmet.length > 0; unmet = index.unmet(500)) {
    expect(unmet.length).toBeLessThanOrEqual(500)
    index.apply({ upserts: [], removed: unmet })
    left -= unmet.length
  }
  expect(index.finishFull()).toEqual([])
  expect([index.size, left]).toEqual([1, 1])
})

it('forecasts from the columns the same as from the devices', async () => {
  const index = createFleetIndex({ parts: PARTS })
  fill(index)
  const slow = { slowMs: 60_000, slowestMax: 3 }
  const all = index.forecastAll(12_000, slow)
  expect(all.slowest.map(({ rhythm }) => rhythm?.p95Ms)).toEqual([80_000, 70_000, 60_000])
  const sliced = await index.forecast({ terms: [], env }, slow)
  expect(sliced).toEqual(all)
  expect((await index.forecast({ terms: termsOf('env:prod'), env }, slow)).slowest).toEqual([])
})
