/** Reads which file of ours imports which, `import type` included: what the checks of rooms are made of. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Text of each file, by its path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>

/** `to`: a path of the repository where the import is of ours (with its extension where it is in the sources), else a package. */
export type Import = { from: string; to: string; ours: boolean }

const EXTENSIONS = ['', '.ts', '.tsx', '.mjs']

const STATEMENTS = [
  /^[ \t]*import\s+(?:type\s+)?(?:[\w$*{}\s,]+?\sfrom\s*)?['"]([^'"\n]+)['"]/gm,
  /^[ \t]*export\s+(?:type\s+)?(?:\*[\w$\s]*|\{[^}]*\})\s*from\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
]

/** Every specifier that a source imports, re-exports or loads later; lines of comments do not count. */
export function specifiersOf(source: string): string[] {
  const code = source.replace(/^[ \t]*(?:\/\/|\/?\*).*$/gm, '')
  return STATEMENTS.flatMap((statement) => [...code.matchAll(statement)].map(([, specifier]) => specifier as string))
}

/** @param folders paths from the root; all TypeScript beneath them, tests included. */
export function readSources(...folders: string[]): Sources {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|mjs)$/.test(name))
      .map((name) => join(folder, name)),
  )
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
}

/** All imports of the sources, in the order of the files. */
export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([from, source]) =>
    specifiersOf(source).map((specifier) => {
      const path = pathOf(specifier, from)
      if (path === null) return { from, to: specifier, ours: false }
      const extension = EXTENSIONS.find((each) => sources.has(path + each)) ?? ''
      return { from, to: path + extension, ours: true }
    }),
  )
}

function pathOf(specifier: string, from: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  return specifier.startsWith('.') ? join(dirname(from), specifier) : null
}

/** Sets of nodes that reach each other, each sorted; empty where nothing goes round in a circle. */
export function cyclesOf(arrows: readonly { from: string; to: string }[]): string[][] {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of arrows) next.set(from, (next.get(from) ?? new Set()).add(to))
  const reach = new Map([...next.keys()].map((node) => [node, reachedFrom(node, next)]))
  const cycles = new Map<string, string[]>()
  for (const [node, reached] of reach) {
    if (!reached.has(node)) continue
    const cycle = [...reached].filter((other) => reach.get(other)?.has(node)).sort()
    cycles.set(cycle.join(' '), cycle)
  }
  return [...cycles.values()]
}

function reachedFrom(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>()
  const open = [start]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const other of next.get(node) ?? []) {
      if (reached.has(other)) continue
      reached.add(other)
      open.push(other)
    }
  return reached
}
