/**
 * A ref is written in effects and handlers, never while something renders: a rendering may be given up, repeated or done for
 * later, and must leave no trace then.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const WRITE =
  /\.current(?:\s*(?:[-+*/?|&]{0,2}=(?![=>])|\+\+|--)|\.(?:set|add|delete|clear|push|pop|splice|unshift|shift)\()/g
const CONTROL = /(?:^|[\s;}])(?:if|for|while|switch)\s*\(|\b(?:else|try|finally|do)\s*$|\bcatch(?:\s*\([^)]*\))?\s*$/
/** A component or a hook of its own, as a function or as an arrow with a name. */
const RENDERS = /function\s+(?:use[A-Z]|[A-Z])\w*\s*[<(]|const\s+(?:use[A-Z]|[A-Z])\w*\s*=/

/** The text before each block that encloses a position, the innermost first, back to where its statement begins. */
function enclosing(source: string, at: number): string[] {
  const heads: string[] = []
  for (let depth = 0, from = at - 1; from >= 0; from -= 1) {
    if (source[from] === '}') depth += 1
    else if (source[from] === '{' && depth > 0) depth -= 1
    else if (source[from] === '{') heads.push(headOf(source.slice(0, from)))
  }
  return heads
}

/** From the last line that is no deeper than the one where the block opens: a long list of parameters takes several. */
function headOf(before: string): string {
  const lines = before.split('\n')
  const indent = (line: string) => line.length - line.trimStart().length
  const depth = indent(lines.at(-1) as string)
  let first = lines.length - 1
  const opens = (line: string) => /^\s*[)\]}]/.test(line)
  while (first > 0 && (opens(lines[first] as string) || indent(lines[first] as string) > depth)) first -= 1
  return lines.slice(first).join('\n').trim()
}

/** Writes of a ref directly in the body of a component or a hook, with their line. */
function writesWhileRendering(source: string): string[] {
  return [...source.matchAll(WRITE)].flatMap(({ index }) => {
    const body = enclosing(source, index).find((head) => !CONTROL.test(` ${head}`))
    return body !== undefined && RENDERS.test(body) ? [`${source.slice(0, index).split('\n').length}`] : []
  })
}

const sources = ['lib/client', 'components', 'app']
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)))
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))

it('writes no ref while it renders', () => {
  expect(sources.length).toBeGreaterThan(200)
  const found = sources.flatMap((name) =>
    writesWhileRendering(readFileSync(name, 'utf8')).map((line) => `${name}:${line}`),
  )
  expect(found, 'Write it in an effect or a handler.').toEqual([])
})

const hook = (body: string) =>
  `export function useThing<Row>(\n  list: RefObject<Row>,\n  { a }: { a: number },\n) {\n${body}\n}\n`

it.each([
  hook('  shown.current = a'),
  hook('  if (a) shown.current = a'),
  hook('  count.current++'),
  hook(
    '  for (const b of list) {\n    if (b) {\n      shown.current.set(b, a)\n    } else {\n      other()\n    }\n  }',
  ),
  hook('  const x = () => {\n    y()\n  }\n  shown.current ??= a'),
  'export const Row = memo(function Row({ a }: Props) {\n  last.current = a\n  return <p />\n})',
  'const Row = ({ a }: Props) => {\n  last.current = a\n  return <p />\n}',
])('finds %s', (source) => {
  expect(writesWhileRendering(source)).toHaveLength(1)
})

it.each([
  hook('  useLayoutEffect(() => {\n    if (a) shown.current = a\n  })'),
  hook('  const tick = (b: number) => {\n    for (const c of d) {\n      shown.current.set(c, b)\n    }\n  }'),
  hook('  return shown.current === a || shown.current >= 2'),
  'export const Row = memo(function Row({ a }: Props) {\n  return <p onClick={() => {\n    last.current = a\n  }} />\n})',
])('lets be %s', (source) => {
  expect(writesWhileRendering(source)).toEqual([])
})
