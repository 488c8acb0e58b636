/** Who imports whom, read from the text of the sources: type imports, re-exports and `import()` count like any other import. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** Path in the repository → text. */
export type Sources = ReadonlyMap<string, string>
/** Node → the nodes that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

const STATEMENTS = [
  /^[ \t]*import\s+(?:type\s+)?(?:[\w$*{}\s,]+?\sfrom\s*)?['"]([^'"\n]+)['"]/gm,
  /^[ \t]*export\s+(?:type\s+)?(?:\*[\w$\s]*|\{[^}]*\})\s*from\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
]
const COMMENT_LINE = /^[ \t]*(?:\/\/|\/?\*).*$/gm
const ENDS = ['', '.ts', '.tsx', '.mjs']

/** Files below these folders, without tests unless these are asked for. */
export function readSources(folders: readonly string[], { tests = false } = {}): Sources {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  )
  const wanted = paths.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && (tests || !/\.test\.tsx?$/.test(path)))
  return new Map(wanted.map((path) => [path, readFileSync(path, 'utf8')]))
}

/** Every specifier that a source imports, re-exports or loads later; lines of comments do not count. */
export function specifiersOf(source: string): string[] {
  const code = source.replace(COMMENT_LINE, '')
  return STATEMENTS.flatMap((statement) => [...code.matchAll(statement)].map(([, specifier]) => specifier as string))
}

/** What the file imports: paths in the repository without their ending, and packages as they are. */
export const importsOf = (file: string, source: string): string[] =>
  specifiersOf(source).map((specifier) => {
    if (specifier.startsWith('@/')) return specifier.slice(2)
    return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier
  })

/** Imports between these files. What is not among them is left out. */
export function fileGraph(sources: Sources): Graph {
  const find = (path: string) => ENDS.map((end) => path + end).find((known) => sources.has(known))
  return new Map(
    [...sources].map(([file, text]) => [file, new Set(importsOf(file, text).flatMap((path) => find(path) ?? []))]),
  )
}

/** The same between their folders; imports inside one folder do not count. */
export function folderGraph(files: Graph): Graph {
  const folders = new Map<string, Set<string>>()
  for (const [file, targets] of files) {
    const folder = posix.dirname(file)
    const known = folders.get(folder) ?? new Set()
    for (const target of targets) if (posix.dirname(target) !== folder) known.add(posix.dirname(target))
    folders.set(folder, known)
  }
  return folders
}

/** Sets of two or more nodes that all reach each other, each sorted. */
export function cyclesOf(graph: Graph): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const cycles: string[][] = []
  const visit = (node: string): number => {
    const place = order.size
    order.set(node, place)
    open.push(node)
    let low = place
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next))
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? (order.get(next) as number))
    }
    lowest.set(node, low)
    if (low === place) {
      const cycle = open.splice(open.indexOf(node))
      if (cycle.length > 1) cycles.push(cycle.sort())
    }
    return low
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return cycles
}
