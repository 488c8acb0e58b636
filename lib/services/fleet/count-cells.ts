/** Totals of a selection, and its grid by two parts of the id. */
import { ACTIVE, type FleetColumns, REVOKED } from './fleet-columns'

export type Tally = { total: number; active: number; running: number; revoked: number; unknown: number }
export type Cell = Tally & { env: string; role: string }

/** `other`: devices whose id does not fit the pattern, in no cell. */
export type FleetTally = { totals: Tally; cells: Cell[]; other: number }

const emptyTally = (): Tally => ({ total: 0, active: 0, running: 0, revoked: 0, unknown: 0 })

/** The parts that span the grid: env and role, else the pattern's first two. */
function gridParts(parts: readonly string[]): [number, number] {
  const env = parts.indexOf('env')
  const role = parts.indexOf('role')
  return env >= 0 && role >= 0 ? [env, role] : [0, Math.min(1, parts.length - 1)]
}

/** `nowMs` is the authority's clock. Cells in the order of env, then role. */
export function countCells(columns: FleetColumns, slots: Uint32Array, nowMs: number): FleetTally {
  const [envPart, rolePart] = gridParts(columns.parts)
  const envs = columns.codes[envPart]!
  const roles = columns.codes[rolePart]!
  const rolesEnd = columns.dictionaries[rolePart]!.codesEnd
  const byCell = new Map<number, Tally>()
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]!
    const key = envs[slot]! * rolesEnd + roles[slot]!
    let tally = byCell.get(key)
    if (!tally) {
      tally = emptyTally()
      byCell.set(key, tally)
    }
    const status = columns.status[slot]
    tally.total++
    if (status === ACTIVE) {
      tally.active++
      if (nowMs <= columns.runningUntil[slot]!) tally.running++
    } else if (status === REVOKED) tally.revoked++
    else tally.unknown++
  }
  const totals = emptyTally()
  for (const tally of byCell.values())
    for (const key of Object.keys(totals) as (keyof Tally)[]) totals[key] += tally[key]
  const other = byCell.get(0)?.total ?? 0
  byCell.delete(0)
  const cells = [...byCell].map(([key, tally]) => ({
    env: columns.dictionaries[envPart]!.shown[Math.floor(key / rolesEnd)]!,
    role: columns.dictionaries[rolePart]!.shown[key % rolesEnd]!,
    ...tally,
  }))
  cells.sort((a, b) => (a.env === b.env ? compare(a.role, b.role) : compare(a.env, b.env)))
  return { totals, cells, other }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
