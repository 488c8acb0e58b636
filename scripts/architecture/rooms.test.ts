/** The rooms hold: no import goes up, none in a circle, types included. The table is in `rooms.ts`. */
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { cyclesOf, fileGraph, folderGraph, importsOf, readSources, type Sources, specifiersOf } from './import-graph'
import { printFigure } from './print-figure'
import { MAY, PACKAGES } from './rooms'

const FILES_MAX = 25
const LINES_MAX = 250

const sources = readSources(['lib', 'components', 'testing'])
const OURS = /^(app|components|e2e|lib|scripts|testing)\//

/** Imports that the table does not allow, as "file: what it imports". */
const forbidden = (all: Sources): string[] =>
  [...all].flatMap(([file, text]) => {
    const room = posix.dirname(file)
    return importsOf(file, text)
      .filter((target) => {
        const other = posix.dirname(target)
        if (OURS.test(target)) return other !== room && !MAY.get(room)?.has(other)
        return PACKAGES.some(([rooms, packages]) => rooms.test(file) && packages.test(target))
      })
      .map((target) => `${file}: ${target}`)
  })

it('every folder is a room of the table', () => {
  const rooms = new Set([...sources.keys()].map((file) => posix.dirname(file)))
  expect([...rooms].filter((room) => !MAY.has(room))).toEqual([])
  expect([...MAY.keys()].filter((room) => !rooms.has(room))).toEqual([])
})

it('no import goes up or aside', () => {
  expect(forbidden(sources)).toEqual([])
})

it('no folders import each other in a circle, and no files', () => {
  const files = fileGraph(sources)
  const cycles = [...cyclesOf(folderGraph(files)), ...cyclesOf(files)]
  printFigure('house.cycles', cycles.length, 'cycles', 0)
  expect(cycles).toEqual([])
})

it('no room and no file is too large to know', () => {
  const sizes = new Map<string, number>()
  for (const file of sources.keys()) sizes.set(posix.dirname(file), (sizes.get(posix.dirname(file)) ?? 0) + 1)
  expect([...sizes].filter(([, files]) => files > FILES_MAX)).toEqual([])
  expect([...sources].filter(([, text]) => text.split('\n').length - 1 > LINES_MAX).map(([file]) => file)).toEqual([])
})

/** A name, a promise in one paragraph, what may be imported, what belongs there. */
const README = /^# .+\n\n.+\n\nMay import: .+\n\nA new (file|sentence) belongs here if .+\n$/

it('every room says what it promises', () => {
  const isDescribed = (path: string) => existsSync(path) && README.test(readFileSync(path, 'utf8'))
  expect([...MAY.keys()].filter((room) => !isDescribed(`${room}/README.md`))).toEqual([])
})

it('e2e sees the console from outside', () => {
  const inner = /^(app|components|lib\/(?!domain\/|authority\/))/
  const found = [...readSources(['e2e'])].flatMap(([file, text]) =>
    importsOf(file, text)
      .filter((target) => inner.test(target))
      .map((target) => `${file}: ${target}`),
  )
  expect(found).toEqual([])
})

it.each([
  ['an import upward', 'lib/store/orgs.ts', "import { viewOrg } from '@/lib/views/view-org'"],
  ['one of types alone', 'lib/operations/run-operation.ts', "import type { Deps } from '@/lib/services/context'"],
  ['one over several lines', 'lib/audit/audit-log.ts', "import {\n  type Deps,\n} from '../services/context'"],
  ['a re-export', 'lib/domain/stop.ts', "export { readSelector } from '../orgs/match-selector'"],
  ['one when it is needed', 'lib/orgs/org-runtime.ts', "const { stop } = await import('../stops/stop-org')"],
  ['one aside', 'lib/fleet/fleet-index.ts', "import type { Db } from '@/lib/store/rows/db'"],
  ['one of a feature by another', 'lib/services/devices/read-sort.ts', "import { csv } from '../audit/activity-files'"],
  [
    'a test world in production',
    'lib/server/route.ts',
    "import { startTestConsole } from '@/testing/console/test-console'",
  ],
  ['a page', 'components/shell/shell.tsx', "import Layout from '@/app/layout'"],
  [
    "the server's half by a component",
    'components/devices/device-grid.tsx',
    "import { route } from '@/lib/server/route'",
  ],
  ['a word of ours in a primitive', 'components/ui/button.tsx', "import { can } from '@/lib/domain/policy'"],
  [
    'the console in the authority',
    'lib/authority/router.ts',
    "import { openStore } from '@/lib/store/open/open-store'",
  ],
  ['I/O in the domain', 'lib/domain/stop.ts', "import { readFileSync } from 'node:fs'"],
  ['zod in the browser', 'lib/client/api/fetch-json.ts', "import { z } from 'zod'"],
  ['the framework in a use case', 'lib/services/service.ts', "import { headers } from 'next/headers'"],
  [
    'anything living in a migration',
    'lib/store/migrations/0001-main.ts',
    "import { GENESIS } from '../audit/audit-chain'",
  ],
])('would find %s', (_what, file, line) => {
  expect(forbidden(new Map([[file, `${line}\n`]]))).toHaveLength(1)
})

it.each([
  ['a room below', 'lib/views/view-org.ts', "import type { OrgRuntime } from '@/lib/orgs/org-runtime'"],
  ['its own room', 'lib/orgs/org-runtime.ts', "import { createOutageGate } from './outage-gate'"],
  ['what a comment names', 'lib/orgs/org-runtime.ts', "// import { stop } from '../stops/stop-org'"],
])('lets %s be', (_what, file, line) => {
  expect(forbidden(new Map([[file, `${line}\n`]]))).toEqual([])
})

it('would find a circle of files and one of folders', () => {
  const files = new Map([
    ['lib/a/one.ts', "import type { Two } from './two'\n"],
    ['lib/a/two.ts', "export { one } from './one'\n"],
    ['lib/b/three.ts', "import { two } from '../a/two'\n"],
    ['lib/a/four.ts', "import type { Five } from '@/lib/b/five'\n"],
    ['lib/b/five.ts', 'export type Five = 5\n'],
  ])
  expect(cyclesOf(fileGraph(files))).toEqual([['lib/a/one.ts', 'lib/a/two.ts']])
  expect(cyclesOf(folderGraph(fileGraph(files)))).toEqual([['lib/a', 'lib/b']])
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
const glob = 'lib/**/*.ts'
const text = "imported from 'n'"
import o from 'o'
`
  expect(specifiersOf(source).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'o'])
})
