/** Decisions that a dependency update or a careless import could undo without a word. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, it } from 'vitest'
import manifest from '@/package.json'
import lock from '@/package-lock.json'

const ROOMS = ['app', 'components', 'lib', 'testing', 'scripts', 'e2e']

const sources = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name))
    .map((name) => ({ path: join(room, name), text: readFileSync(join(room, name), 'utf8') })),
)

const versionOf = (name: string) =>
  (lock.packages as Record<string, { version?: string }>)[`node_modules/${name}`]?.version ?? '0'
const atLeast = (version: string, floor: string) => version.localeCompare(floor, 'en', { numeric: true }) >= 0

it('uses no server action and no framework cache', () => {
  const directive = /^\s*['"]use (server|cache)['"]/m
  expect(sources.filter(({ text }) => directive.test(text)).map(({ path }) => path)).toEqual([])
})

it('has no version with a known hole', () => {
  expect(atLeast(versionOf('next'), '16.4.5')).toBe(true)
  expect(atLeast(versionOf('next-auth'), '4.24.15')).toBe(true)
  const { sqlite } = new SQLite(':memory:').prepare('select sqlite_version() as sqlite').get() as { sqlite: string }
  expect(atLeast(sqlite, '3.51.3')).toBe(true)
})

it('pins exact versions, and the lockfile names no registry', () => {
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  )
  expect(ranges).toEqual([])
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved": "http')
})

it('reads the environment in few places', () => {
  const readers = sources.filter(
    ({ path, text }) =>
      /process\.env\b(?!\.NODE_ENV)/.test(text) && path.startsWith('lib') && !/\.test\.|testing|authority/.test(path),
  )
  expect(readers.map(({ path }) => path).sort()).toEqual(['lib/server/composition.ts', 'lib/server/sign-in/auth.ts'])
})

it('has no barrel and no junk drawer', () => {
  expect(
    sources
      .filter(({ path }) => /(^|\/)index\.tsx?$|\/(utils|helpers|hooks|types|contexts)\//.test(path))
      .map(({ path }) => path),
  ).toEqual([])
})
