import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toCsv } from './csv'

/** A plain reader of CSV: fields as written, one `'` less where a field begins with one. */
function read(csv: string): string[] {
  return [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))\r\n/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').replace(/^'/, ''),
  )
}

it('is read back exactly, whatever an id begins or ends with', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', "'", '=', '-', '@', '"', ',', 'a', '\u00a0', '＝', '\t', '\n') })
  fc.assert(
    fc.property(fc.array(text.filter((each) => each !== '')), (ids) => {
      const csv = toCsv(
        ['id'],
        ids.map((id) => ({ id })),
        { header: false },
      )
      expect(read(csv)).toEqual(ids)
    }),
    { numRuns: 2_000 },
  )
})

it.each(['=1', ' =1', '\u00a0@x', '\u200b+1', '-1', '＝1', '\t1', '  \n =1'])('%j runs in no spreadsheet', (id) => {
  expect(toCsv(['id'], [{ id }], { header: false })).toMatch(/^"?'/)
})

it('two ids that differ in white space alone are two lines', () => {
  expect(toCsv(['id'], [{ id: ' =bot' }, { id: '=bot' }, { id: "'=bot" }, { id: ' bot ' }], { header: false })).toBe(
    `' =bot\r\n'=bot\r\n''=bot\r\n" bot "\r\n`,
  )
})
