/**
 * No ref is written while a render is under way: React may throw a render away, and what it left in a ref would stay. Each
 * place that writes one is named here, with what it is that runs there.
 */
import { expect, it } from 'vitest'
import { readSources } from './read-imports'

const ALLOWED: Record<string, string[]> = {
  'components/devices/device-grid.tsx': ['an insertion effect keeps the newest handler'],
  'components/devices/use-device-pages.ts': [
    'an effect keeps the newest first page',
    'an effect keeps the order on screen',
  ],
  'components/devices/use-device-selection.ts': ['a press on a row is where the next shift-click begins'],
}

const WRITE = /\.current(?:\s*(?:=(?![=>])|[-+*/?|&]{1,2}=|\+\+|--)|\.(?:set|add|delete|clear|push|splice)\()/

/** Lines that write a ref, or into what it holds; comments do not count. */
const refWrites = (source: string): string[] =>
  source.split('\n').filter((line) => WRITE.test(line.replace(/^\s*(\/\/|\/?\*).*$/, '')))

it('writes refs in effects and handlers alone', () => {
  const found = [...readSources('components')].flatMap(([file, source]) => {
    const writes = refWrites(source)
    return writes.length > 0 ? [[file, writes.length]] : []
  })
  const named = Object.entries(ALLOWED).map(([file, reasons]) => [file, reasons.length])
  expect(
    Object.fromEntries(found),
    'A write in an effect or a handler is named in ALLOWED; one in a render moves into an effect.',
  ).toEqual(Object.fromEntries(named))
})

it.each(['latest.current = run', 'if (data) last.current ??= data', 'shown.current.set(key, rows)', 'count.current++'])(
  'finds %s',
  (line) => expect(refWrites(`function useX() {\n  ${line}\n}`)).toHaveLength(1),
)

it.each([
  'if (row.current === null) return',
  'row.current?.focus()',
  '// latest.current = run',
  'shown.current.get(key)',
])('lets %s be', (line) => expect(refWrites(line)).toEqual([]))
