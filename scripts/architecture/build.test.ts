/** Decisions that a dependency update or a careless import could undo without a word. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, it } from 'vitest'
import nextConfig from '@/next.config.mjs'
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

it('pins exact versions', () => {
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-beta\.\d+)?$/.test(version),
  )
  expect(ranges).toEqual([])
})

type LockEntry = { resolved?: string; integrity?: string; inBundle?: boolean }

/** Entries of a lockfile that an install could not check, or would fetch from a place that the lockfile chooses. */
const uncheckedEntries = (packages: Record<string, LockEntry>): string[] =>
  Object.entries(packages)
    // The project itself, and what lies inside the archive of a package that is checked as a whole.
    .filter(([path, { inBundle }]) => path !== '' && !inBundle)
    .filter(([, { resolved, integrity }]) => resolved !== undefined || !integrity?.startsWith('sha512-'))
    .map(([path]) => path)

it('checks every package that it installs, and the lockfile names no registry', () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(300)
  expect(uncheckedEntries(lock.packages as Record<string, LockEntry>)).toEqual([])
})

it.each<[string, LockEntry]>([
  ['without a digest', {}],
  ['with a weak digest', { integrity: 'sha1-abc' }],
  ['from an address of its own', { integrity: 'sha512-abc', resolved: 'https://packages.example/a/-/a-1.0.0.tgz' }],
  ['from a repository', { resolved: 'git+ssh://git@example.org/a.git' }],
])('would find a package %s', (_what, entry) => {
  expect(uncheckedEntries({ '': {}, 'node_modules/a': entry })).toEqual(['node_modules/a'])
})

it('runs its workflow with actions of one exact commit', () => {
  const used = [...readFileSync('.github/workflows/test.yml', 'utf8').matchAll(/uses: (\S+)/g)].map(
    ([, action]) => action,
  )
  expect(used.length).toBeGreaterThan(0)
  expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action as string))).toEqual([])
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

it('gives the charts the one scale that they use, in place of all', () => {
  // The first two look for a scale by its name; the others are charts that we do not have.
  const asking = readdirSync('node_modules/recharts/es6', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && /d3-scale/.test(readFileSync(join('node_modules/recharts/es6', name), 'utf8')),
  )
  expect(asking.sort()).toEqual([
    'cartesian/Brush.js',
    'chart/SunburstChart.js',
    'state/selectors/combiners/combineConfiguredScale.js',
    'state/selectors/combiners/combineRealScaleType.js',
  ])
  expect(nextConfig.turbopack?.resolveAlias).toEqual({
    'victory-vendor/d3-scale': './components/charts/chart-scales.ts',
  })
  const charts = sources.filter(({ path, text }) => path.startsWith('components/') && /from 'recharts'/.test(text))
  // Without a scale of its own, an axis of numbers has the linear one, and one of texts has one that is not there.
  expect(charts.filter(({ text }) => /\bscale=["']|<Brush|SunburstChart|type="category"/.test(text))).toEqual([])
  expect(charts.flatMap(({ text }) => text.match(/<[XY]Axis/g) ?? [])).toHaveLength(2)
})
