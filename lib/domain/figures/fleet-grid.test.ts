import { expect, it } from 'vitest'
import { fleetGrid, type GridCell } from './fleet-grid'

const cell = (env: string, role: string, total: number, revoked = 0): GridCell => ({
  env,
  role,
  total,
  active: total - revoked,
  running: Math.max(0, total - revoked - 1),
  revoked,
})

it('sorts rows and columns by size, largest first, and equal ones by name', () => {
  const grid = fleetGrid([cell('dev', 'b', 1), cell('prod', 'a', 5), cell('prod', 'c', 5), cell('dev', 'a', 2)], 0)
  expect(grid.rows.map(({ name }) => name)).toEqual(['prod', 'dev'])
  expect(grid.columns.map(({ name }) => name)).toEqual(['a', 'c', 'b'])
})

it('has totals for each row, each column and all, by state', () => {
  const grid = fleetGrid([cell('prod', 'a', 5, 2), cell('prod', 'b', 3), cell('dev', 'a', 4, 4)], 7)
  expect(grid.rows[0]).toEqual({ name: 'prod', total: 8, active: 6, running: 4, revoked: 2 })
  expect(grid.columns[0]).toEqual({ name: 'a', total: 9, active: 3, running: 2, revoked: 6 })
  expect(grid.all).toEqual({ total: 12, active: 6, running: 4, revoked: 6 })
  expect(grid.other).toBe(7)
})

it('shows the 20 largest of 400 roles and says how many are left; the totals are of all 400', () => {
  const cells = Array.from({ length: 400 }, (_, index) => cell('prod', `role-${index}`, index + 1))
  const grid = fleetGrid(cells, 0)
  expect(grid.columns).toHaveLength(20)
  expect(grid.columns[0]?.name).toBe('role-399')
  expect(grid.cells).toHaveLength(20)
  expect([grid.moreColumns, grid.moreRows]).toEqual([380, 0])
  expect(grid.rows[0]?.total).toBe((400 * 401) / 2)
  expect(grid.all.total).toBe((400 * 401) / 2)
})

it('cuts rows alike, and has no cell of a row that is cut', () => {
  const cells = Array.from({ length: 30 }, (_, index) => cell(`env-${index}`, 'a', 30 - index))
  const grid = fleetGrid(cells, 0)
  expect(grid.moreRows).toBe(10)
  expect(grid.cells.every(({ env }) => grid.rows.some(({ name }) => name === env))).toBe(true)
  expect(grid.columns[0]?.total).toBe((30 * 31) / 2)
})

it('keeps names apart that only a join would make equal', () => {
  expect(fleetGrid([cell('a\nb', 'c', 1), cell('a', 'b\nc', 1)], 0).rows).toHaveLength(2)
})

it('is empty for an empty fleet', () => {
  expect(fleetGrid([], 0)).toEqual({
    rows: [],
    columns: [],
    cells: [],
    all: { total: 0, active: 0, running: 0, revoked: 0 },
    moreRows: 0,
    moreColumns: 0,
    other: 0,
  })
})
