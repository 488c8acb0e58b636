/** What holds for rooms of `components` beside their order: tests keep it too, features lean little on each other. */
import { expect, it } from 'vitest'
import { importsOf, readSources, type Sources } from './import-graph'
import { MAY } from './rooms'

/** What every feature may lean on; the others are features. */
const SHARED = ['ui', 'ids', 'words', 'time', 'access', 'feedback', 'org', 'outside', 'glossary', 'charts', 'keys']
const FEATURE_IMPORTS_MAX = 60

/** `ui` could be used anywhere; a page of `plain` works without a script, and so without the client half; `words` serves both. */
const ALLOWED: Record<string, RegExp> = {
  ui: /^(components\/ui\/|react$|@base-ui\/react\/|lucide-react$)/,
  words: /^(components\/words\/|components\/ui\/pill$|lib\/domain\/|lib\/client\/format\/format-time$)/,
  plain:
    /^(components\/(plain|words|ids)\/|components\/ui\/(tokens|mark)$|lib\/domain\/|lib\/client\/format\/format-time$|react$)/,
}
const TEST_PACKAGES = /^(vitest|react-dom\/server)$/

const sources = readSources(['components'], { tests: true })
const isTest = (file: string) => /\.test\.tsx?$/.test(file)
const roomOf = (path: string) => /^components\/([^/]+)\//.exec(path)?.[1] ?? null

type Arrow = { from: string; to: string; room: string; other: string }

/** Imports that lead from one room of components to another. */
const between = (all: Sources): Arrow[] =>
  [...all].flatMap(([from, text]) =>
    importsOf(from, text).flatMap((to) => {
      const [room, other] = [roomOf(from), roomOf(to)]
      return room && other && room !== other ? [{ from, to, room, other }] : []
    }),
  )

const upwardImports = (all: Sources): string[] =>
  between(all).flatMap(({ from, to, room, other }) =>
    MAY.get(`components/${room}`)?.has(`components/${other}`) ? [] : [`${from} imports ${to}`],
  )

const foreignImports = (all: Sources): string[] =>
  [...all].flatMap(([from, text]) => {
    const allowed = ALLOWED[roomOf(from) ?? '']
    if (!allowed) return []
    return importsOf(from, text).flatMap((to) =>
      allowed.test(to) || (isTest(from) && TEST_PACKAGES.test(to)) ? [] : [`${from} imports ${to}`],
    )
  })

const featureImports = (all: Sources) =>
  between(all).filter(({ room, other }) => !SHARED.includes(room) && !SHARED.includes(other))

it('imports only rooms before its own, tests included', () => {
  expect(between(sources).length).toBeGreaterThan(100)
  expect(upwardImports(sources)).toEqual([])
})
it('keeps ui, words and plain free of what they may not know', () => expect(foreignImports(sources)).toEqual([]))
it(`has at most ${FEATURE_IMPORTS_MAX} imports from feature to feature`, () =>
  expect(featureImports(sources).length).toBeLessThanOrEqual(FEATURE_IMPORTS_MAX))

/** One more file, which is not there. */
const withFile = (file: string, source: string): Sources => new Map([...sources, [file, source]])

it.each([
  ['components/words/x.ts', "import { Ago } from '@/components/time/ago'"],
  ['components/time/x.ts', "import type { Org } from '@/components/org/use-org'"],
  ['components/stop/x.tsx', "const load = () => import('@/components/operations/operation-page')"],
  ['components/overview/x.test.ts', "export { Shell } from '../shell/shell'"],
])('finds an import of a later room, or of one beside, in %s', (file, source) => {
  expect(upwardImports(withFile(file, source))).toHaveLength(1)
})

it.each([
  ['components/ui/x.tsx', "import type { Device } from '@/lib/domain/device'"],
  ['components/ui/x.tsx', "import { useNow } from '@/lib/client/state/use-now'"],
  ['components/ui/x.tsx', "import Link from 'next/link'"],
  ['components/ui/x.test.tsx', "import Link from 'next/link'"],
  ['components/plain/x.tsx', "import { Button } from '@/components/ui/button'"],
  ['components/words/x.ts', "import { useZone } from '@/lib/client/state/preferences'"],
  ['components/plain/x.tsx', "import { useNow } from '@/lib/client/state/use-now'"],
])('finds what %s may not know: %s', (file, source) => {
  expect(foreignImports(withFile(file, source))).toHaveLength(1)
})

it('counts imports from feature to feature, not those of what is shared', () => {
  const before = featureImports(sources).length
  expect(featureImports(withFile('components/stop/x.ts', "import '@/components/review/use-when'"))).toHaveLength(
    before + 1,
  )
  expect(featureImports(withFile('components/stop/x.ts', "import '@/components/org/use-org'"))).toHaveLength(before)
})
