/**
 * All devices of one org in memory, built for 100,000. A selector gives exactly what `compileSelector` would give device
 * by device; a test holds the two against each other. Nothing here awaits, so every answer is of one moment.
 */
import type { Device } from '@/lib/domain/device'
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import type { Term } from '@/lib/domain/selector/term'
import { countCells, type FleetTally } from './count-cells'
import { countFacets, type Facet } from './count-facets'
import { FleetColumns } from './fleet-columns'
import { failedDimensions, matchingSlots } from './fleet-matches'
import { IdOrder } from './id-order'
import { LearnedRhythms } from './learned-rhythm'
import { type FleetSort, sortSlots } from './sort-slots'
import { WorkBudget } from './work-budget'

/** A selector with what it is evaluated against. `nowMs` is the authority's clock. */
export type FleetQuery = { terms: readonly Term[]; env: FactEnv }
export type FleetSearch = FleetQuery & { sort?: FleetSort; offset: number; limit: number }
export type FleetPage = { rows: Device[]; total: number; facets: Facet[] }

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
  /** Adds, replaces and removes; meant for chunks of at most 2,000. */
  apply(change: { upserts: readonly Device[]; removed: readonly string[] }): void
  /** Begins a full reading: what is not upserted until `finishFull` is removed then. */
  startFull(): void
  /** Ends a full reading; returns the ids that it removed. */
  finishFull(): string[]
  /** One page. Throws InvalidInput when the selector costs more than `workMax` (see WorkBudget). */
  search(search: FleetSearch): FleetPage
  /** Every matching id, in order. Throws as `search` does. */
  ids(query: FleetQuery): string[]
  /** Totals and grid of what matches. Throws as `search` does. */
  counts(query: FleetQuery): FleetTally
}

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

  const failed = ({ terms, env }: FleetQuery) =>
    failedDimensions(terms, { columns, env, budget: new WorkBudget(workMax) })
  const matching = (query: FleetQuery) => matchingSlots(failed(query), order.slots)

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
    finishFull() {
      const stale: number[] = []
      for (const slot of order.slots) if (columns.generation[slot] !== generation) stale.push(slot)
      const ids = stale.map((slot) => columns.devices[slot]!.deviceId)
      if (stale.length > 0) version++
      drop(stale)
      return ids
    },
    search({ sort = { by: 'id', direction: 'asc' }, offset, limit, ...query }) {
      const bits = failed(query)
      const slots = matchingSlots(bits, order.slots)
      const page = sortSlots(slots, columns, sort).subarray(offset, offset + limit)
      return {
        rows: Array.from(page, (slot) => columns.devices[slot]!),
        total: slots.length,
        facets: countFacets(columns, bits, order.slots),
      }
    },
    ids: (query) => columns.idsOf(matching(query)),
    counts: (query) => countCells(columns, matching(query), query.env.nowMs),
  }
}
