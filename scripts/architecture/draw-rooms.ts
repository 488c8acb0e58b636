/** The part of `docs/architecture.md` that is made from the code: which room imports which, and what each promises. */
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { cyclesOf, fileGraph, type Graph, readSources } from './import-graph'
import { MAY } from './rooms'

export const ARCHITECTURE = 'docs/architecture.md'
const BEGIN = '<!-- made by scripts/architecture: begin -->'
const END = '<!-- made by scripts/architecture: end -->'
const SHOWN = ['app', 'components', 'lib'] as const

/** `lib/store/rows/db.ts` is of `lib/store`; pages and components are one node each, and so is the browser's half. */
const nodeOf = (file: string): string => {
  const [top = '', room = ''] = file.split('/')
  return top === 'lib' ? `lib/${room}` : top
}

/** Node → nodes that its files import. */
export function roomGraph(files: Graph): Graph {
  const rooms = new Map<string, Set<string>>()
  for (const [file, targets] of files) {
    const from = nodeOf(file)
    const known = rooms.get(from) ?? new Set()
    for (const target of targets) if (nodeOf(target) !== from) known.add(nodeOf(target))
    rooms.set(from, known)
  }
  return rooms
}

/** Without the arrows that a longer way says already. @param graph without a circle. */
export function withoutShortcuts(graph: Graph): Graph {
  const reached = new Map<string, Set<string>>()
  const reach = (node: string): Set<string> => {
    const known = reached.get(node)
    if (known) return known
    const all = new Set<string>()
    for (const next of graph.get(node) ?? []) for (const far of [next, ...reach(next)]) all.add(far)
    reached.set(node, all)
    return all
  }
  const isFurther = (target: string, others: ReadonlySet<string>) =>
    [...others].some((other) => other !== target && reach(other).has(target))
  return new Map(
    [...graph].map(([node, targets]) => [node, new Set([...targets].filter((target) => !isFurther(target, targets)))]),
  )
}

/** A Mermaid diagram, upper rooms first; the same for the same graph. @throws Error where rooms import each other in a circle. */
export function drawRooms(files: Graph): string {
  const graph = roomGraph(files)
  const [circle] = cyclesOf(graph)
  if (circle) throw new Error(`These rooms import each other in a circle: ${circle.join(', ')}.`)
  const id = (node: string) => node.replace(/\W/g, '_')
  const nodes = [...graph.keys()].sort()
  const arrows = nodes.flatMap((node) =>
    [...(withoutShortcuts(graph).get(node) ?? [])].sort().map((target) => `  ${id(node)} --> ${id(target)}`),
  )
  return ['```mermaid', 'flowchart TD', ...nodes.map((node) => `  ${id(node)}["${node}"]`), ...arrows, '```'].join('\n')
}

/** Each room with the first sentence of its README. */
function listRooms(): string {
  const rooms = [...MAY.keys()].filter((room) => SHOWN.some((top) => room.startsWith(`${top}/`))).sort()
  const promise = (room: string) =>
    (readFileSync(posix.join(room, 'README.md'), 'utf8').split('\n\n')[1] ?? '').replaceAll('\n', ' ').trim()
  return ['| room | what it promises |', '| --- | --- |']
    .concat(rooms.map((room) => `| [\`${room}\`](../${room}/README.md) | ${promise(room)} |`))
    .join('\n')
}

/** The document with its made part as the code is now. @throws Error when its marks are gone. */
export function withRooms(document: string): string {
  const [before, rest] = document.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined)
    throw new Error(`${ARCHITECTURE} has lost its marks ${BEGIN} … ${END}.`)
  const made = `${drawRooms(fileGraph(readSources(SHOWN)))}\n\n${listRooms()}`
  return `${before}${BEGIN}\n\n${made}\n\n${END}${after}`
}
