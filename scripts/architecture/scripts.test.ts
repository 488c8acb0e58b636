/** What runs before anything is bundled imports no TypeScript: an import of it would fail on a fresh clone only. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const IMPORTS = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g
const COMMANDS = [
  'bundle.mjs',
  'dev.mjs',
  'release.mjs',
  'run.mjs',
  'start.mjs',
  'test-guards.mjs',
  'test.mjs',
  'up.mjs',
]

/** Imports of our own that Node cannot read as they are. */
const unreadable = (source: string): string[] =>
  [...source.matchAll(IMPORTS)]
    .map(([, from]) => from as string)
    .filter((from) => /^(\.{1,2}|@)\//.test(from) && !/\.mjs$/.test(from))

const modules = ['scripts', 'lib'].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(room, name)),
)

it('imports modules only', () => {
  expect(modules.length).toBeGreaterThan(25)
  const found = modules.flatMap((name) => unreadable(readFileSync(name, 'utf8')).map((from) => `${name}: ${from}`))
  expect(found).toEqual([])
})

it('would find an import of TypeScript', () => {
  expect(
    unreadable(
      "import { a } from './a.mjs'\nimport { b } from '@/lib/domain/limits'\nimport '../d'\nawait import('./c')",
    ),
  ).toEqual(['@/lib/domain/limits', '../d', './c'])
})

it('lies at the top only where it is a command', () => {
  const files = readdirSync('scripts', { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'README.md',
  )
  expect(files.map(({ name }) => name).sort()).toEqual(COMMANDS)
})
