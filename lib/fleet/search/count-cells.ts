/** Totals of a selection, and its grid by two parts of the id. */
import type { Slices } from '@/lib/concurrency/cooperative'
import { ACTIVE, REVOKED } from '../columns/device-facts'
import type { FleetColumns } from '../columns/fleet-columns'
import { STEP_SLOTS } from './fleet-matches'

export type Tally = { total: number; active: number; running: number; revoked: number; unknown: number }
export type Cell = Tally & { env: string; role: string }

/** `other`: devices whose id does not fit the pattern, in no cell. */
export type FleetTally = { totals: Tally; cells: Cell[]; other: number }

const emptyTally = (): Tally => ({ total: 0, active: 0, running: 0, revoked: 0, unknown: 0 })

/** The parts that span the grid: env and role, else the pattern's first two. */
export function gridParts(parts: readonly string[]): [number, number] {
  const env = parts.indexOf('env')
  const role = parts.indexOf('role')
  return env >= 0 && role >= 0 ? [env, role] : [0, Math.min(1, parts.length - 1)]
}

/** `nowMs` is the authority's clock. Cells in the order of env, then role. */
export function* countCells(columns: FleetColumns, slots: Uint32Array, nowMs: number): Slices<FleetTally> {
  const [envPart, rolePart] = gridParts(columns.parts)
  const rolesEnd = columns.dictionaries[rolePart]!.codesEnd
  const byCell: Tally[] = []
  const keys = new Map<number, number>()
  for (let from = 0; from < slots.length; from += STEP_SLOTS) {
    const range = slots.subarray(from, from + STEP_SLOTS)
    tallyRange(columns, range, columns.codes[envPart]!, columns.codes[rolePart]!, rolesEnd, nowMs, keys, byCell)
    yield
  }
  const totals = emptyTally()
  for (const tally of byCell) for (const key of Object.keys(totals) as (keyof Tally)[]) totals[key] += tally[key]
  const other = byCell[keys.get(0) ?? -1]?.total ?? 0
  keys.delete(0)
  const cells = [...keys].map(([key, at]) => ({
    env: columns.dictionaries[envPart]!.shown(Math.floor(key / rolesEnd)),
    role: columns.dictionaries[rolePart]!.shown(key % rolesEnd),
    ...byCell[at]!,
  }))
  cells.sort((a, b) => (a.env === b.env ? compare(a.role, b.role) : compare(a.env, b.env)))
  return { totals, cells, other }
}

/** Devices of one cell often follow each other in the order of ids: the last cell is tried first. */
function tallyRange(
  { facts }: FleetColumns,
  slots: Uint32Array,
  envs: Uint32Array,
  roles: Uint32Array,
  rolesEnd: number,
  nowMs: number,
  keys: Map<number, number>,
  byCell: Tally[],
): void {
  const statuses = facts.status
  let lastKey = -1
  let tally = emptyTally()
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]!
    const key = envs[slot]! * rolesEnd + roles[slot]!
    if (key !== lastKey) {
      lastKey = key
      let at = keys.get(key)
      if (at === undefined) {
        at = byCell.push(emptyTally()) - 1
        keys.set(key, at)
      }
      tally = byCell[at]!
    }
    const status = statuses[slot]
    tally.total++
    if (status === ACTIVE) {
      tally.active++
      if (nowMs <= facts.runningUntil(slot)) tally.running++
    } else if (status === REVOKED) tally.revoked++
    else tally.unknown++
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
