import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCsv } from './csv'

/** Cells of a line as a reader of that separator finds them: quotes count where a cell begins with one. */
function splitAt(line: string, separator: string): string[] {
  const found: string[] = []
  let cell = ''
  let quoted = false
  for (const char of line) {
    if (char === '"') quoted = quoted ? false : cell === '' || quoted
    if (char === separator && !quoted) {
      found.push(cell)
      cell = ''
    } else cell += char
  }
  return [...found, cell]
}

/** A plain reader of CSV: fields as written; one `'` less wherever one was added; escapes undone. */
const read = (csv: string): string[] =>
  [...csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, quoted = '']) =>
    quoted
      .replaceAll('""', '"')
      .replace(/(?<=^|[;|\t\r\n])'/g, '')
      .replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  )

const of = (...texts: string[]) =>
  toCsv(
    ['id'],
    texts.map((id) => ({ id })),
    { header: false },
  )

const UNITS = [
  ...' \'=-+@";|,a\\{}u5c\t\r\n',
  '\u00a0',
  '＝',
  '＋',
  '－',
  '＠',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\0',
  '\ud800',
  '\u2028',
  '−',
  '\u{e0061}',
]

it('is read back exactly, whatever a text begins, ends or goes on with', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(...UNITS) })), (texts) => {
      expect(read(of(...texts))).toEqual(texts)
    }),
    { numRuns: 5_000 },
  )
})

const FORMULAS = [
  '=1',
  '+1',
  '-1',
  '@x',
  '\t1',
  '\r1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  '−1',
  '﹣1',
  ' =1',
  '\u00a0@x',
  '  \n =1',
  '"=1',
  "'=1",
]

describe('runs in no spreadsheet', () => {
  it.each(FORMULAS)('%j', (text) => expect(of(text)).toMatch(/^"'/))

  it.each([';', '\t', '|', '\n', '\r'])('after %j, where that begins a cell or a line elsewhere', (separator) => {
    for (const text of FORMULAS.filter((each) => !each.startsWith('\r') || !/[\r\n]/.test(separator))) {
      const csv = toCsv(['a', 'b'], [{ a: 'x', b: `y${separator}${text}` }], { header: false })
      expect(csv).toContain(`y${separator}'`)
    }
  })

  it('however it is cut', () => {
    const formula = /^["\s\u200b\ufeff]*[=+\-@＝＋－＠−﹣]/
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...UNITS) }), { minLength: 2, maxLength: 3 }), (texts) => {
        const [a, b, c] = texts
        const csv = toCsv(['a', 'b', 'c'], [{ a, b, c }], { header: false })
        for (const separator of [',', ';', '\t', '|'])
          for (const line of csv.split(/[\r\n]+/))
            for (const cell of splitAt(line, separator)) if (separator !== ',') expect(cell).not.toMatch(formula)
        for (const [, field = ''] of csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g))
          expect(field.replaceAll('""', '"')).not.toMatch(formula)
      }),
      { numRuns: 5_000 },
    )
  })

  it('mutant: one that marks the beginning alone lets the next cell run', () => {
    const text = 'x;=cmd()'
    const mutant = `"a","${text.replace(/^[=]/, "'=")}"`
    expect(splitAt(mutant, ';')[1]).toMatch(/^=/)
    expect(splitAt(toCsv(['a', 'b'], [{ a: 'a', b: text }], { header: false }), ';')[1]).toMatch(/^'=/)
  })
})

it('begins with a byte order mark, once, and quotes texts and no numbers', () => {
  const csv = toCsv(['a', 'b', 'c'], [{ a: 'x', b: -1.5, c: null }])
  expect(csv).toBe('\ufeff"a","b","c"\r\n"x",-1.5,\r\n')
  expect(toCsv(['a'], [{ a: 'é' }], { header: false })).toBe('"é"\r\n')
})

it('two ids that differ in what is not seen are two lines', () => {
  expect(of(' =bot', '=bot', "'=bot", ' bot ', 'bo\u200bt', '\u202ebot', 'bo\\u{200b}t')).toBe(
    [
      `"' =bot"`,
      `"'=bot"`,
      `"''=bot"`,
      `" bot "`,
      '"bo\\u{200b}t"',
      '"\\u{202e}bot"',
      '"bo\\u{005c}u{200b}t"',
      '',
    ].join('\r\n'),
  )
})
