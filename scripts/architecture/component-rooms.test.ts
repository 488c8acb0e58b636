/**
 * The rooms of `components` in their order: a room imports only rooms on floors before its own, so that no folders go round
 * in a circle. Tests of a room keep its rules. A new folder is given its floor here, and a README.md that says what it promises.
 */
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cyclesOf, type Import, importsOf, readSources, type Sources, specifiersOf } from './read-imports'

/** Rooms of one floor do not import each other. */
const FLOORS = [
  ['ui'],
  ['ids', 'words', 'time', 'access'],
  ['feedback', 'org', 'selector', 'plain'],
  ['review', 'activity', 'usage'],
  ['stop', 'device-panel'],
  ['fences'],
  ['operations', 'devices'],
  ['overview', 'shell'],
]

/** What every feature may lean on; the others are features. */
const SHARED = ['ui', 'ids', 'words', 'time', 'access', 'feedback', 'org']

/** `ui` could be used anywhere; a page of `plain` works without a script, and so without the client half; `words` serves both. */
const ALLOWED: Record<string, RegExp> = {
  ui: /^(components\/ui\/|react$|@base-ui\/react\/|lucide-react$)/,
  words: /^(components\/words\/|components\/ui\/pill\.tsx$|lib\/domain\/|lib\/client\/(format\/)?format-time$)/,
  plain: /^(components\/(plain|words|ids)\/|lib\/domain\/|lib\/client\/(format\/)?format-time$|react$)/,
}
const TEST_PACKAGES = /^(vitest|react-dom\/server)$/

const FILES_MAX = 25
const FEATURE_IMPORTS_MAX = 60

const isTest = (file: string) => /\.test\.tsx?$/.test(file)
const roomOf = (path: string) => /^components\/([^/]+)\//.exec(path)?.[1] ?? null
const floorOf = (room: string) => FLOORS.findIndex((rooms) => rooms.includes(room))

/** Imports that lead from one room of components to another. */
const between = (imports: readonly Import[]) =>
  imports.flatMap(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)]
    return room && other && room !== other ? [{ from, to, room, other }] : []
  })

/** Rooms that are in no list, and lists that name no room. */
function unknownRooms(sources: Sources): string[] {
  const rooms = new Set([...sources.keys()].map((file) => roomOf(file) ?? file))
  const listed = FLOORS.flat()
  return [...[...rooms].filter((room) => !listed.includes(room)), ...listed.filter((room) => !rooms.has(room))]
}

const upwardImports = (imports: readonly Import[]): string[] =>
  between(imports).flatMap(({ from, to, room, other }) =>
    floorOf(other) < floorOf(room) ? [] : [`${from} imports ${to}: ${other} is not before ${room}`],
  )

const foreignImports = (imports: readonly Import[]): string[] =>
  imports.flatMap(({ from, to, ours }) => {
    const allowed = ALLOWED[roomOf(from) ?? '']
    if (!allowed || allowed.test(to) || (isTest(from) && !ours && TEST_PACKAGES.test(to))) return []
    return [`${from} imports ${to}`]
  })

const fileCycles = (imports: readonly Import[]): string[][] => cyclesOf(imports.filter(({ ours }) => ours))
const roomCycles = (imports: readonly Import[]): string[][] =>
  cyclesOf(between(imports).map(({ room, other }) => ({ from: room, to: other })))

function fullRooms(sources: Sources): string[] {
  const files = [...sources.keys()].filter((file) => !isTest(file))
  return FLOORS.flat().filter((room) => files.filter((file) => roomOf(file) === room).length > FILES_MAX)
}

const featureImports = (imports: readonly Import[]) =>
  between(imports).filter(({ room, other }) => !SHARED.includes(room) && !SHARED.includes(other))

const sources = readSources('components')
const imports = importsOf(sources)

it('reads the imports of all files', () => {
  expect(imports.length).toBeGreaterThan(800)
  const lost = imports.filter(({ to, ours }) => ours && roomOf(to) && !sources.has(to))
  expect(lost).toEqual([])
})

it('has each room on a floor, with a page that says what it promises', () => {
  expect(unknownRooms(sources)).toEqual([])
  expect(FLOORS.flat().filter((room) => !existsSync(`components/${room}/README.md`))).toEqual([])
})

it('imports only rooms of the floors before', () => expect(upwardImports(imports)).toEqual([]))
it('keeps ui, words and plain free of what they may not know', () => expect(foreignImports(imports)).toEqual([]))
it('has no circle of rooms', () => expect(roomCycles(imports)).toEqual([]))
it('has no circle of files', () => expect(fileCycles(imports)).toEqual([]))
it(`has at most ${FILES_MAX} files in a room`, () => expect(fullRooms(sources)).toEqual([]))
it(`has at most ${FEATURE_IMPORTS_MAX} imports from feature to feature`, () =>
  expect(featureImports(imports).length).toBeLessThanOrEqual(FEATURE_IMPORTS_MAX))

/** Imports of one more file, which is not there. */
const withFile = (file: string, source: string) => importsOf(new Map([...sources, [file, source]]))

it.each([
  ['components/words/x.ts', "import { Ago } from '@/components/time/ago'"],
  ['components/time/x.ts', "import type { Org } from '@/components/org/use-org'"],
  ['components/stop/x.tsx', "const load = () => import('@/components/operations/operation-page')"],
  ['components/overview/x.ts', "export { Shell } from '../shell/shell'"],
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

it('finds a circle of files and of rooms, by types as well', () => {
  const circle = importsOf(
    new Map([
      ['components/org/a.ts', "import type { B } from '@/components/stop/b'"],
      ['components/stop/b.ts', "import {\n  type C,\n  c,\n} from './c'"],
      ['components/stop/c.tsx', "import '../org/a'"],
    ]),
  )
  expect(fileCycles(circle)).toEqual([['components/org/a.ts', 'components/stop/b.ts', 'components/stop/c.tsx']])
  expect(roomCycles(circle)).toEqual([['org', 'stop']])
})

it('finds a room that is on no floor, and one that is too full', () => {
  expect(unknownRooms(new Map([...sources, ['components/hooks/x.ts', '']]))).toEqual(['hooks'])
  expect(unknownRooms(new Map([...sources, ['components/x.ts', '']]))).toEqual(['components/x.ts'])
  const many = Array.from({ length: FILES_MAX }, (_, at) => [`components/org/x${at}.ts`, ''] as const)
  expect(fullRooms(new Map([...sources, ...many]))).toEqual(['org'])
})

it('counts imports from feature to feature, not those of what is shared', () => {
  const before = featureImports(imports).length
  expect(featureImports(withFile('components/stop/x.ts', "import '@/components/review/use-when'"))).toHaveLength(
    before + 1,
  )
  expect(featureImports(withFile('components/stop/x.ts', "import '@/components/org/use-org'"))).toHaveLength(before)
})

it('reads every form of an import, and no comment', () => {
  const source = `
import 'a'
import b from "b"
import type { C } from 'c'
import d, { type D } from 'd'
import * as e from 'e'
import {
  f,
  type F as G,
} from 'f'
export * from 'g'
export * as h from 'h'
export type { I } from 'i'
const j = () => import('j').then(({ x }) => x)
type K = import('k').K
// import l from 'l'
/* import l from 'l' */
/**
 * import('l')
 */
export const m = 'm'
const text = "imported from 'n'"
`
  expect(specifiersOf(source).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'])
})
