/** The image holds what its build and its programs read: a file that is missing there would be seen only where one is built. */
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { FRAMEWORKS } from '@/lib/domain/connect/frameworks'
import { sourcesOf } from '@/lib/domain/connect/hand-out'
import { BUILD_SOURCES, PROGRAM_SOURCES } from '../build/stale.mjs'
import { fileGraph, type Graph, readSources } from './import-graph'

const stages = readFileSync('Dockerfile', 'utf8')
  .replaceAll('\\\n', ' ')
  .split(/^FROM /m)
  .slice(1)
const [build = '', runtime = ''] = stages

/** Paths that a stage copies, in the repository. */
const copiedBy = (stage: string): string[] =>
  [...stage.matchAll(/^COPY (.+)$/gm)].flatMap(([, line]) =>
    (line as string)
      .split(/\s+/)
      .filter((word) => !word.startsWith('--'))
      .slice(0, -1)
      .map((path) => path.replace(/^\/app\//, '')),
  )
const isCopied = (path: string, copied: readonly string[]) =>
  copied.some((one) => path === one || path.startsWith(`${one}/`))

/** Files that `from` reaches and that are not copied. */
function missingFrom(from: string, graph: Graph, copied: readonly string[]): string[] {
  const reached = new Set([from])
  for (const file of reached) for (const next of graph.get(file) ?? []) reached.add(next)
  return [...reached].filter((file) => !isCopied(file, copied))
}

it('starts from images of one exact version', () => {
  expect(stages.length).toBe(2)
  for (const stage of stages) expect(stage).toMatch(/^node:\d+\.\d+\.\d+-bookworm(-slim)?\s/)
})

it('builds from everything that a build reads', () => {
  const copied = copiedBy(build)
  expect([...BUILD_SOURCES, ...PROGRAM_SOURCES].filter((path) => !isCopied(path, copied))).toEqual([])
})

it('builds from everything that what it copies imports, tests included: their types are checked', () => {
  const copied = copiedBy(build)
  const all = fileGraph(readSources(['app', 'components', 'lib', 'testing', 'scripts', 'e2e'], { tests: true }))
  const missing = [...all]
    .filter(([file]) => isCopied(file, copied))
    .flatMap(([file, targets]) => [...targets].filter((to) => !isCopied(to, copied)).map((to) => `${file}: ${to}`))
  expect(missing).toEqual([])
})

const graph = fileGraph(readSources(['scripts', 'lib']))

it('has every file that the console starts with', () => {
  expect(graph.get('scripts/start.mjs')?.size).toBeGreaterThan(3)
  expect(missingFrom('scripts/start.mjs', graph, copiedBy(runtime))).toEqual([])
})

it('has every file that the Connect page hands out', () => {
  const copied = copiedBy(runtime)
  const files = FRAMEWORKS.flatMap(sourcesOf).map((path) => `guards/${path}`)
  const isNamed = (file: string) => copied.includes(`${posix.dirname(file)}/*${posix.extname(file)}`)
  const missing = files.filter((file) => !isCopied(file, copied) && !isNamed(file))
  expect(missing).toEqual([])
})

it('would find a file that is not copied', () => {
  const copied = copiedBy(runtime).filter((path) => path !== 'lib/domain/url-of.mjs')
  expect(missingFrom('scripts/start.mjs', graph, copied)).toEqual(['lib/domain/url-of.mjs'])
})
