/** The fleet by two parts of its ids, largest first, cut to what a person can look over; the totals are of all, cut or not. */

export type GridTally = { total: number; active: number; running: number; revoked: number }
export type GridLine = GridTally & { name: string }
export type GridCell = GridTally & { env: string; role: string }

/** Cells only of the rows and columns that are shown. `other`: devices whose ids do not fit the pattern, in none of them. */
export type FleetGrid = {
  rows: GridLine[]
  columns: GridLine[]
  cells: GridCell[]
  /** All devices in rows and columns, those that are cut included. */
  all: GridTally
  moreRows: number
  moreColumns: number
  other: number
}

export const GRID_LINES_MAX = 20

/** @param max rows, and columns, that are shown. */
export function fleetGrid(cells: readonly GridCell[], other: number, max = GRID_LINES_MAX): FleetGrid {
  const rows = sumBy(cells, ({ env }) => env)
  const columns = sumBy(cells, ({ role }) => role)
  const [shownRows, shownColumns] = [rows.slice(0, max), columns.slice(0, max)]
  const envs = new Set(shownRows.map(({ name }) => name))
  const roles = new Set(shownColumns.map(({ name }) => name))
  return {
    rows: shownRows,
    columns: shownColumns,
    cells: cells.flatMap(({ env, role, total, active, running, revoked }) =>
      envs.has(env) && roles.has(role) ? [{ env, role, total, active, running, revoked }] : [],
    ),
    all: rows.reduce<GridTally>(added, NONE),
    moreRows: rows.length - shownRows.length,
    moreColumns: columns.length - shownColumns.length,
    other,
  }
}

const NONE: GridTally = { total: 0, active: 0, running: 0, revoked: 0 }

const added = (sum: GridTally, tally: GridTally): GridTally => ({
  total: sum.total + tally.total,
  active: sum.active + tally.active,
  running: sum.running + tally.running,
  revoked: sum.revoked + tally.revoked,
})

/** Largest first; equal ones by name, so that the order does not change from reading to reading. */
function sumBy(cells: readonly GridCell[], nameOf: (cell: GridCell) => string): GridLine[] {
  const sums = new Map<string, GridTally>()
  for (const cell of cells) sums.set(nameOf(cell), added(sums.get(nameOf(cell)) ?? NONE, cell))
  return [...sums]
    .map(([name, tally]) => ({ name, ...tally }))
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
}
