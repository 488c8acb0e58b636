/**
 * All searches of a fleet. Each result is of one moment: a search that lets other work run begins anew when the
 * fleet changed meanwhile.
 */

import { eachInSlices, runSync, runYielding, type Slices } from '@/lib/concurrency/cooperative'
import { growing } from '@/lib/domain/compact/growing-array'
import type { Device, DeviceStatus } from '@/lib/domain/device'
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import type { Term } from '@/lib/domain/selector/term'
import { STATUS_CODES } from '../columns/device-facts'
import type { FleetColumns } from '../columns/fleet-columns'
import { countCells, type FleetTally } from './count-cells'
import { countFacets, type Facet } from './count-facets'
import { DeviceSet } from './device-set'
import { failedDimensions, matchingSlots, STEP_SLOTS } from './fleet-matches'
import { forecastSlots } from './forecast-slots'
import type { IdOrder } from './id-order'
import { type Scratch, ScratchPool } from './scratch'
import { countMatching, type SomeDevices } from './some-devices'
import { type FleetSort, sortSlots } from './sort-slots'
import { WorkBudget } from './work-budget'

/** A selector with what it is evaluated against. `nowMs` is the authority's clock. */
export type FleetQuery = { terms: readonly Term[]; env: FactEnv }
export type FleetSearch = FleetQuery & { sort?: FleetSort }
/** What an act on a device needs to know of it. */
export type SelectedDevice = { deviceId: string; status: DeviceStatus }
export type FleetPage = { rows: Device[]; total: number; facets: Facet[] }
/** What matches, sorted; good for `rows` while the fleet has this version. */
export type FleetMatch = { version: number; slots: Uint32Array; total: number; facets: Facet[] }
/** `askMs` per running device: ms until it validates, NaN if unknown; `slowest` by falling p95. */
export type FleetForecast = { askMs: Float64Array; slowest: Device[] }

/** Devices worth naming: at most so many that validate every `slowMs` or less often. */
export type SlowLimits = { slowMs: number; slowestMax: number }

export type FleetSearches = {
  /** A search that lets others go first is under way: a change makes it begin anew. */
  isSearched(): boolean
  /** Everything that matches, with facets, lets others go first. Rejects with InvalidInput when it costs more than `workMax`. */
  find(search: FleetSearch): Promise<FleetMatch>
  /** Rows of a match, at most `limit` from `offset`. */
  rows(match: FleetMatch, offset: number, limit: number): Device[]
  /** How many match, and how many of `some`; no more work than that, lets others go first. Rejects as `find` does. */
  count(query: FleetQuery, some?: SomeDevices): Promise<{ total: number; ofSome: number }>
  /** Every matching device in order, lets others go first. */
  select(query: FleetQuery): Promise<SelectedDevice[]>
  /** Everything that is known of each matching device, sorted, lets others go first. */
  extract(search: FleetSearch): Promise<DeviceSet>
  /** When the running devices among the matches will validate; lets other work run in between. */
  forecast(query: FleetQuery, slow: SlowLimits): Promise<FleetForecast>
  /** The same of the whole fleet, at once. */
  forecastAll(nowMs: number, slow: SlowLimits): FleetForecast
  /** One page, at once. */
  search(search: FleetSearch & { offset: number; limit: number }): FleetPage
  /** Every matching id in order, at once. */
  ids(query: FleetQuery): string[]
  /** Totals and grid of what matches, at once. */
  counts(query: FleetQuery): FleetTally
}

const BY_ID: FleetSort = { by: 'id', direction: 'asc' }

/** Slots between two steps where each is made an object or a text. */
const VISITED_SLOTS = 512

/** After so many new beginnings a search is run to its end at once. */
const BEGINNINGS_MAX = 4

/** `version` grows with every change of the columns; `workMax` as in WorkBudget. */
export function createFleetSearches(
  columns: FleetColumns,
  order: IdOrder,
  version: () => number,
  workMax: number,
): FleetSearches {
  const scratches = new ScratchPool()
  let searches = 0

  const failed = ({ terms, env }: FleetQuery, scratch: Scratch) =>
    failedDimensions(terms, { columns, env, budget: new WorkBudget(workMax) }, scratch)

  function* matching(query: FleetQuery, scratch: Scratch): Slices<Uint32Array> {
    if (query.terms.length === 0) return order.slots
    return yield* matchingSlots(yield* failed(query, scratch), order.slots, scratch)
  }

  function* match({ sort = BY_ID, ...query }: FleetSearch, scratch: Scratch): Slices<FleetMatch> {
    const bits = yield* failed(query, scratch)
    const slots = yield* matchingSlots(bits, order.slots, scratch)
    const facets = yield* countFacets(columns, bits, order.slots)
    const sorted = yield* sortSlots(slots, columns.facts, sort, scratch)
    const kept = growing(Uint32Array, sorted.length)
    kept.set(sorted)
    return { version: version(), slots: kept, total: slots.length, facets }
  }

  function* count(query: FleetQuery, some: SomeDevices | undefined, scratch: Scratch) {
    const bits = yield* failed(query, scratch)
    const total = yield* countMatching(bits, order.slots, STEP_SLOTS)
    if (!some || total === 0) return { total, ofSome: 0 }
    return { total, ofSome: yield* countMatching(bits, yield* some.slots(columns, version()), STEP_SLOTS) }
  }

  /** Works with borrowed room. */
  function* lent<Result>(work: (scratch: Scratch) => Slices<Result>): Slices<Result> {
    // For all that there is room for: a fleet that is being read would else need a larger one with every chunk.
    const scratch = scratches.take(columns.capacity)
    try {
      return yield* work(scratch)
    } finally {
      scratches.giveBack(scratch)
    }
  }

  /** Begins anew whenever the fleet changed between two steps: the columns are of one moment or the result is none. */
  function* ofOneMoment<Result>(work: () => Slices<Result>): Slices<Result> {
    searches++
    try {
      for (let beginnings = 0; beginnings < BEGINNINGS_MAX; beginnings++) {
        const begunAt = version()
        const steps = work()
        while (version() === begunAt) {
          const step = steps.next()
          if (step.done) return step.value
          yield
        }
        steps.return(undefined as Result)
      }
      return runSync(work())
    } finally {
      searches--
    }
  }

  const sliced = <Result>(work: (scratch: Scratch) => Slices<Result>) => runYielding(ofOneMoment(() => lent(work)))
  const whole = <Result>(work: (scratch: Scratch) => Slices<Result>) => runSync(lent(work))
  const devicesAt = (slots: ArrayLike<number>) => Array.from(slots, (slot) => columns.device(slot))
  const rows = ({ slots }: FleetMatch, offset: number, limit: number) =>
    devicesAt(slots.subarray(offset, offset + limit))

  /** Visits every matching slot in order. */
  function* eachMatching(query: FleetQuery, scratch: Scratch, visit: (slot: number) => void): Slices<void> {
    const slots = yield* matching(query, scratch)
    for (let from = 0; from < slots.length; from += VISITED_SLOTS) {
      for (const slot of slots.subarray(from, from + VISITED_SLOTS)) visit(slot)
      yield
    }
  }

  function* selected(query: FleetQuery, scratch: Scratch): Slices<SelectedDevice[]> {
    const found: SelectedDevice[] = []
    yield* eachMatching(query, scratch, (slot) =>
      found.push({ deviceId: columns.id(slot), status: STATUS_CODES[columns.facts.status[slot]!]! }),
    )
    return found
  }

  function* extracted({ sort = BY_ID, ...query }: FleetSearch, scratch: Scratch): Slices<DeviceSet> {
    const found = new DeviceSet()
    // A list of its own: sorting may turn it over where it lies.
    const slots = yield* matchingSlots(yield* failed(query, scratch), order.slots, scratch)
    yield* eachInSlices(
      yield* sortSlots(slots, columns.facts, sort, scratch),
      (slot) => void found.add(columns.device(slot)),
      VISITED_SLOTS,
    )
    return found
  }

  function* forecasting(slots: Uint32Array, nowMs: number, slow: SlowLimits): Slices<FleetForecast> {
    const { askMs, slowest } = yield* forecastSlots(columns.facts, slots, nowMs, slow)
    return { askMs, slowest: devicesAt(slowest) }
  }

  return {
    isSearched: () => searches > 0,
    find: (search) => sliced((scratch) => match(search, scratch)),
    rows,
    count: (query, some) => sliced((scratch) => count(query, some, scratch)),
    select: (query) => sliced((scratch) => selected(query, scratch)),
    extract: (search) => sliced((scratch) => extracted(search, scratch)),
    forecast: (query, slow) =>
      sliced(function* (scratch) {
        return yield* forecasting(yield* matching(query, scratch), query.env.nowMs, slow)
      }),
    forecastAll: (nowMs, slow) => runSync(forecasting(order.slots, nowMs, slow)),
    search({ offset, limit, ...search }) {
      const found = whole((scratch) => match(search, scratch))
      return { rows: rows(found, offset, limit), total: found.total, facets: found.facets }
    },
    ids: (query) => whole((scratch) => selected(query, scratch)).map(({ deviceId }) => deviceId),
    counts: (query) =>
      whole(function* (scratch) {
        return yield* countCells(columns, yield* matching(query, scratch), query.env.nowMs)
      }),
  }
}
