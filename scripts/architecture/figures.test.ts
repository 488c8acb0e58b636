/** The README has a row for each figure that can be measured, and for no other. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const HERE = 'scripts/architecture'

/** Names in quotes after each match. */
const quoted = (text: string, list: RegExp): string[] =>
  [...text.matchAll(list)].flatMap(([, names]) =>
    [...(names as string).matchAll(/'([\w.]+)'/g)].map(([, name]) => name as string),
  )

const benches = quoted(readFileSync('scripts/bench/main.ts', 'utf8'), /\bnames: \[([^\]]*)\]/g)
const printed = readdirSync(HERE)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...readFileSync(join(HERE, name), 'utf8').matchAll(/printFigure\(['`](house\.\w+)/g)])
  .map(([, name]) => name as string)

/** What `npm run test:guards` prints. */
const guards = [
  ...readFileSync('scripts/testing/guard-figures.mjs', 'utf8').matchAll(/\bfigure\(\s*'(guards?\.[\w.]+)'/g),
].map(([, name]) => name as string)

/** Figures of the table in the README. */
const shown = (readFileSync('README.md', 'utf8').split('\n## Figures\n')[1]?.split('\n## ')[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] as string).matchAll(/`([^`]+)`/g)].map(([, name]) => name as string))

it('are the same in the README and in the programs that measure them', () => {
  expect(benches.length).toBeGreaterThan(30)
  expect([...new Set(printed)].sort()).toEqual(['house.cycles', 'house.hops', 'house.words'])
  expect(guards).toHaveLength(3)
  expect([...shown].sort()).toEqual([...benches, ...guards, ...new Set(printed)].sort())
})
