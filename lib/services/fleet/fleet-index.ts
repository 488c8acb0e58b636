/**
 * All devices of one org in memory, built for 100,000. A selector gives exactly what `compileSelector` would give device
 * by device; a test holds the two against each other. Every answer is of one moment: a search that lets others go first
 * (`find`, `select`, `counted`) begins anew when the fleet changed meanwhile.
 */
import type { Device } from '@/lib/domain/device'
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import type { Term } from '@/lib/domain/selector/term'
import { atOnce, inSlices, type Steps } from '../steps'
import { countCells, type FleetTally } from './count-cells'
import { countFacets, type Facet } from './count-facets'
import { FleetColumns } from './fleet-columns'
import { failedDimensions, matchingSlots, STEP_SLOTS } from './fleet-matches'
import { forecastSlots } from './forecast-slots'
import { IdOrder } from './id-order'
import { LearnedRhythms } from './learned-rhythm'
import { type Scratch, ScratchPool } from './scratch'
import { type FleetSort, sortSlots } from './sort-slots'
import { WorkBudget } from './work-budget'

/** A selector with what it is evaluated against. `nowMs` is the authority's clock. */
export type FleetQuery = { terms: readonly Term[]; env: FactEnv }
export type FleetSearch = FleetQuery & { sort?: FleetSort }
export type FleetPage = { rows: Device[]; total: number; facets: Facet[] }
/** What matches, sorted; good for `rows` while the fleet has this version. */
export type FleetMatch = { version: number; slots: Uint32Array; total: number; facets: Facet[] }
/** `askMs` per running device, NaN where nobody can say when it asks; `slowest` by falling p95. */
export type FleetForecast = { askMs: Float64Array; slowest: Device[] }

export type FleetIndex = {
  readonly parts: readonly string[]
  readonly size: number
  /** Grows with every change; equal versions mean equal answers (but for time). */
  readonly version: number
  /** First segments of all ids, folded. Live: do not keep it across an await. */
  readonly firstSegments: ReadonlySet<string>
  get(deviceId: string): Device | undefined
  /** All devices in the order of their ids. */
  devices(): Iterable<Device>
  /** Ids of the devices that were active at that time of the authority (now, where it is undefined), in order. */
  idsActiveAt(at: number | undefined): string[]
  /** Adds, replaces and removes; meant for chunks of at most 2,000. */
  apply(change: { upserts: readonly Device[]; removed: readonly string[] }): void
  /** Begins a full reading: what is not upserted until `finishFull` is removed then. */
  startFull(): void
  /** Ids that the full reading under way has not met so far, at most so many. */
  unmet(max: number): string[]
  /** Ends a full reading; returns the ids that it removed. */
  finishFull(): string[]
  /** A search that lets others go first is under way: a change makes it begin anew. */
  readonly isSearched: boolean
  /** Everything that matches, with facets, lets others go first. Rejects with InvalidInput when it costs more than `workMax`. */
  find(search: FleetSearch): Promise<FleetMatch>
  /** Rows of a match, at most `limit` from `offset`. */
  rows(match: FleetMatch, offset: number, limit: number): Device[]
  /** Every matching device in order, lets others go first. */
  select(query: FleetQuery): Promise<Device[]>
  /** When the running devices among what matches will ask, lets others go first. */
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

/** Devices worth naming: at most so many that ask every `slowMs` or less often. */
export type SlowLimits = { slowMs: number; slowestMax: number }

/** After so many new beginnings a search is run to its end at once. */
const BEGINNINGS_MAX = 4

/** Some tenths of a second; ten plain terms over 100,000 ids come to a tenth of it. */
const WORK_MAX = 250_000_000

/** `parts`: part names of the org's id pattern, in order. */
export function createFleetIndex({
  parts,
  workMax = WORK_MAX,
}: {
  parts: readonly string[]
  workMax?: number
}): FleetIndex {
  const columns = new FleetColumns(parts)
  const order = new IdOrder(columns)
  const rhythms = new LearnedRhythms()
  let version = 0
  let generation = 0

  const scratches = new ScratchPool()
  let searches = 0

  const failed = ({ terms, env }: FleetQuery, scratch: Scratch) =>
    failedDimensions(terms, { columns, env, budget: new WorkBudget(workMax) }, scratch)

  function* matching(query: FleetQuery, scratch: Scratch): Steps<Uint32Array> {
    if (query.terms.length === 0) return order.slots
    return yield* matchingSlots(yield* failed(query, scratch), order.slots, scratch)
  }

  function* match(
    { sort = { by: 'id', direction: 'asc' }, ...query }: FleetSearch,
    scratch: Scratch,
  ): Steps<FleetMatch> {
    const bits = yield* failed(query, scratch)
    const slots = yield* matchingSlots(bits, order.slots, scratch)
    const facets = yield* countFacets(columns, bits, order.slots)
    const sorted = yield* sortSlots(slots, columns, sort, scratch)
    return { version, slots: sorted.slice(), total: slots.length, facets }
  }

  /** Works with borrowed room. */
  function* lent<Result>(work: (scratch: Scratch) => Steps<Result>): Steps<Result> {
    const scratch = scratches.take(columns.slotsEnd)
    try {
      return yield* work(scratch)
    } finally {
      scratches.giveBack(scratch)
    }
  }

  /** Begins anew whenever the fleet changed between two steps: the columns are of one moment or the result is none. */
  function* ofOneMoment<Result>(work: () => Steps<Result>): Steps<Result> {
    searches++
    try {
      for (let beginnings = 0; beginnings < BEGINNINGS_MAX; beginnings++) {
        const begunAt = version
        const steps = work()
        while (version === begunAt) {
          const step = steps.next()
          if (step.done) return step.value
          yield
        }
        steps.return(undefined as Result)
      }
      return atOnce(work())
    } finally {
      searches--
    }
  }

  const sliced = <Result>(work: (scratch: Scratch) => Steps<Result>) => inSlices(ofOneMoment(() => lent(work)))
  const whole = <Result>(work: (scratch: Scratch) => Steps<Result>) => atOnce(lent(work))
  const devicesAt = (slots: ArrayLike<number>) => Array.from(slots, (slot) => columns.devices[slot]!)
  const rows = ({ slots }: FleetMatch, offset: number, limit: number) =>
    devicesAt(slots.subarray(offset, offset + limit))

  function* selected(query: FleetQuery, scratch: Scratch): Steps<Device[]> {
    const slots = yield* matching(query, scratch)
    const found: Device[] = []
    for (let from = 0; from < slots.length; from += STEP_SLOTS) {
      for (const slot of slots.subarray(from, from + STEP_SLOTS)) found.push(columns.devices[slot]!)
      yield
    }
    return found
  }

  function* forecasting(slots: Uint32Array, nowMs: number, slow: SlowLimits): Steps<FleetForecast> {
    const { askMs, slowest } = yield* forecastSlots(columns, slots, nowMs, slow)
    return { askMs, slowest: devicesAt(slowest) }
  }

  function drop(slots: readonly number[]): void {
    if (slots.length === 0) return
    const gone = new Uint8Array(columns.slotsEnd)
    for (const slot of slots) {
      if (gone[slot] === 1) continue
      gone[slot] = 1
      rhythms.forget(columns.devices[slot]!.deviceId)
      columns.free(slot)
    }
    order.remove(gone)
  }

  function unmet(max: number): number[] {
    const slots: number[] = []
    for (const slot of order.slots) {
      if (columns.generation[slot] !== generation && slots.push(slot) >= max) break
    }
    return slots
  }

  return {
    parts,
    get size() {
      return columns.slotOf.size
    },
    get version() {
      return version
    },
    firstSegments: columns.firstSegments,
    get: (deviceId) => columns.devices[columns.slotOf.get(deviceId) ?? -1],
    *devices() {
      for (const slot of order.slots) yield columns.devices[slot]!
    },
    idsActiveAt(at) {
      const ids: string[] = []
      for (const slot of order.slots) if (columns.wasActiveAt(slot, at)) ids.push(columns.devices[slot]!.deviceId)
      return ids
    },
    apply({ upserts, removed }) {
      if (upserts.length === 0 && removed.length === 0) return
      version++
      drop(removed.flatMap((id) => columns.slotOf.get(id) ?? []))
      const added: number[] = []
      for (const upsert of upserts) {
        let slot = columns.slotOf.get(upsert.deviceId)
        const device = rhythms.learn(upsert, slot === undefined ? undefined : columns.devices[slot])
        if (slot === undefined) {
          slot = columns.add(device)
          added.push(slot)
        } else columns.put(slot, device)
        columns.generation[slot] = generation
      }
      order.insert(added)
    },
    startFull() {
      generation++
    },
    unmet: (max) => unmet(max).map((slot) => columns.devices[slot]!.deviceId),
    finishFull() {
      const stale = unmet(Number.POSITIVE_INFINITY)
      const ids = stale.map((slot) => columns.devices[slot]!.deviceId)
      if (stale.length > 0) version++
      drop(stale)
      return ids
    },
    get isSearched() {
      return searches > 0
    },
    find: (search) => sliced((scratch) => match(search, scratch)),
    rows,
    select: (query) => sliced((scratch) => selected(query, scratch)),
    forecast: (query, slow) =>
      sliced(function* (scratch) {
        return yield* forecasting(yield* matching(query, scratch), query.env.nowMs, slow)
      }),
    forecastAll: (nowMs, slow) => atOnce(forecasting(order.slots, nowMs, slow)),
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
