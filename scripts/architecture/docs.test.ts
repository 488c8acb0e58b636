/** What the documents say of the code is so: the made part is up to date, files that are named exist, paths follow imports. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { type Document, readDocuments } from './documents'
import { ARCHITECTURE, drawRooms, withoutShortcuts, withRooms } from './draw-rooms'
import { fileGraph, type Graph, readSources } from './import-graph'

const documents = readDocuments()

/** Files and folders of ours that a text names in code; with `…` or `*` one means many. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`((?:app|components|docs|e2e|lib|scripts|testing)\/[^`\s]*)`/g)]
    .map(([, path]) => path as string)
    .filter((path) => !/[…*]/.test(path))

/** Headings of a document as the end of an address. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Whether a link of a document leads to a file of ours, and to a heading where it names one. */
function leadsSomewhere(from: Document, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  if (!file) return anchorsOf(from.text).includes(anchor ?? '')
  const path = join(dirname(from.path), file)
  return existsSync(path) && (!anchor || anchorsOf(readFileSync(path, 'utf8')).includes(anchor))
}

/** What a document names or links and what is not there. */
const missingIn = (document: Document): string[] => [
  ...namedIn(document.text).filter((path) => !existsSync(path)),
  ...[...document.text.matchAll(/(?:\]\(|<img src=")(?!https?:|mailto:)([^)"\s]+)/g)]
    .map(([, link]) => link as string)
    .filter((link) => !leadsSomewhere(document, link)),
]

it('is drawn as the code is now', () => {
  const text = readFileSync(ARCHITECTURE, 'utf8')
  expect(withRooms(text), 'Run `node scripts/run.mjs write-architecture`.').toBe(text)
})

it('names and links only what exists', () => {
  expect(documents.length).toBeGreaterThan(100)
  expect(documents.flatMap((one) => missingIn(one).map((what) => `${one.path}: ${what}`))).toEqual([])
  const text =
    '# A part\n\nSee `lib/gone.ts`, [this](gone.md#part), [that](#a-part), [those](../README.md#no-part), <img src="gone.png">.'
  expect(missingIn({ path: 'docs/x.md', text })).toEqual([
    'lib/gone.ts',
    'gone.md#part',
    '../README.md#no-part',
    'gone.png',
  ])
})

/** Steps of a path that no step before imports, unless they say how else they are reached. */
function unreached(path: string, graph: Graph): string[] {
  const passed: string[] = []
  const lost: string[] = []
  for (const [, otherwise, file] of path.matchAll(/^\d+\. (\*.+?:\* )?`([^`]+)`/gm)) {
    const isImported = passed.some((before) => graph.get(before)?.has(file as string))
    if (passed.length > 0 && !otherwise && !isImported) lost.push(file as string)
    passed.push(file as string)
  }
  return lost
}

it('follows the imports from step to step', () => {
  const graph = fileGraph(readSources(['app', 'components', 'lib']))
  const paths = readFileSync(ARCHITECTURE, 'utf8').split(/^### /m).slice(1)
  expect(paths).toHaveLength(4)
  expect(paths.flatMap((path) => unreached(path, graph))).toEqual([])
  const wrong = '1. `app/stop/route.ts` – a.\n2. `lib/store/fences.ts` – b.\n3. *Over HTTP:* `lib/store/usage.ts` – c.'
  expect(unreached(wrong, graph)).toEqual(['lib/store/fences.ts'])
})

it('draws an arrow only where no longer way leads there', () => {
  const graph = new Map([
    ['app/a.ts', new Set(['lib/b/b.ts', 'lib/c/c.ts'])],
    ['lib/b/b.ts', new Set(['lib/c/c.ts'])],
    ['lib/c/c.ts', new Set<string>()],
  ])
  expect(drawRooms(graph)).toContain('  app --> lib_b\n  lib_b --> lib_c\n```')
  const circle = new Map([...graph, ['lib/c/c.ts', new Set(['lib/b/b.ts'])]])
  expect(() => drawRooms(circle)).toThrow('lib/b, lib/c')
  expect(withoutShortcuts(new Map([['a', new Set(['b'])]])).get('a')).toEqual(new Set(['b']))
})
