import { expect, it } from 'vitest'
import { gridLinks, gridParts } from './grid-links'

const links = gridLinks('main', ['framework', 'env', 'role', 'instance'])
const queryOf = (href: string) => new URL(href, 'http://x').searchParams.get('q')

it('leads to the devices of the row, the column and the cell', () => {
  expect(queryOf(links.row('prod'))).toBe('env:prod')
  expect(queryOf(links.column('planner'))).toBe('role:planner')
  expect(queryOf(links.cell('prod', 'tool-runner'))).toBe('env:prod role:tool-runner')
})

it.each([
  ['a b', 'role:"a b"'],
  ['a"b', 'role:"a\\"b"'],
  ['tool-*', 'role:"tool-*"'],
  ['מתכנן', 'role:מתכנן'],
  ['🤖', 'role:🤖'],
])('a role that is written %s is the value, and no pattern', (role, expected) => {
  expect(queryOf(links.column(role))).toBe(expected)
})

it('spans env and role, else the first two parts of the pattern', () => {
  expect(gridParts(['framework', 'env', 'role', 'instance'])).toEqual(['env', 'role'])
  expect(gridParts(['team', 'host', 'n'])).toEqual(['team', 'host'])
  expect(gridParts(['team'])).toEqual(['team', 'team'])
})
