import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasControls } from './device-id'
import { exactId, JSON_MARK, listedAsText, listedId, listedIdOfJson, readListedId, wireJson } from './listed-id'

/** Texts of every kind, half of a surrogate pair, the mark and JSON-like ones included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\ud800', '\udc00', ' ', '\u0000', '\r', '\n', 'a', '"', '\\', '\u2028', '\u0085'),
  }),
  fc.string().map((text) => JSON_MARK + text),
  fc.json().map((text) => JSON_MARK + text),
  fc.constantFrom('', ' ', '__proto__', 'constructor', 'json=5', 'json="a"', '5', 'null', 'true'),
)
const anyNumber = fc.oneof(
  fc.stringMatching(/^-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,6})?([eE][+-]?[0-9]{1,3})?$/),
  fc.constantFrom('5', '5.0', '-0', '0', '9007199254740993', '9007199254740992', '1e400'),
)
const anyJson = fc.oneof(
  anyText.map((text) => JSON.stringify(text)),
  anyNumber,
  fc.constantFrom('true', 'false', 'null', '{}', '[]', '{"a":9007199254740993}', '[ "a" , "\\u0000" ]'),
)

describe('the text of a listed id', () => {
  it.each([
    ['"bot"', 'bot'],
    ['" bot "', ' bot '],
    ['"\\u0062ot"', 'bot'],
    ['""', 'json=""'],
    ['"   "', '   '],
    ['5', 'json=5'],
    ['"5"', '5'],
    ['5.0', 'json=5.0'],
    ['9007199254740993', 'json=9007199254740993'],
    ['null', 'json=null'],
    ['"null"', 'null'],
    ['true', 'json=true'],
    ['{ "a" : [1, "x\\u0079"] }', 'json={"a":[1,"xy"]}'],
    ['"a\\r\\nb"', 'json="a\\r\\nb"'],
    ['"a\\u0000b\\u007f\\u0085\\u2028"', 'json="a\\u0000b\\u007f\\u0085\\u2028"'],
    ['"\\ud800"', 'json="\\ud800"'],
    ['"json=5"', 'json="json=5"'],
    ['"__proto__"', '__proto__'],
    [`"${'a'.repeat(300)}"`, 'a'.repeat(300)],
    [`"${'a'.repeat(1_025)}"`, null],
    [`[${'1,'.repeat(600)}1]`, null],
    ['', null],
    ['{"a"', null],
  ])('%s is %s', (json, text) => expect(listedIdOfJson(json)).toBe(text))

  it('never gives two ids one text, and gives back what was listed', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        const id = listedIdOfJson(json)
        if (id === null) return
        const sent = wireJson(id)
        expect(JSON.parse(sent)).toEqual(JSON.parse(json))
        if (/^-?\d/.test(json)) expect(sent).toBe(json)
        expect(listedIdOfJson(sent)).toBe(id)
      }),
      { numRuns: 2_000 },
    )
  })

  it('fits on one line, is never empty, and is kept by UTF-8', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        const id = listedIdOfJson(json)
        if (id === null) return
        expect(id).not.toBe('')
        expect(hasControls(id)).toBe(false)
        expect(Buffer.from(id).toString()).toBe(id)
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads a value that was parsed the same way, or not at all where a number may have been rounded', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(listedId(text)).toBe(listedIdOfJson(JSON.stringify(text)))
      }),
    )
    expect(listedId(5)).toBe('json=5')
    expect(listedId(-0)).toBe('json=-0')
    expect(listedId(1.5)).toBe('json=1.5')
    expect(listedId(JSON.parse('9007199254740993'))).toBeNull()
    expect(listedId({ a: JSON.parse('9007199254740993') })).toBeNull()
    expect(listedId(Number.POSITIVE_INFINITY)).toBeNull()
    expect(listedId(undefined)).toBeNull()
    expect(listedId(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toBeNull()
    expect(listedId({ a: [null] })).toBe('json={"a":[null]}')
  })

  it('is read back as written; any other text names the text itself; an unknown form is refused', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        const id = listedIdOfJson(json)
        if (id !== null) expect(readListedId(id)).toBe(id)
      }),
    )
    expect(readListedId(' bot ')).toBe(' bot ')
    expect(readListedId('a\nb')).toBe('json="a\\nb"')
    expect(readListedId('')).toBe('json=""')
    for (const text of ['json=', 'json=x', 'json= 5', 'json="a"', 'json="\\u0062\\n"', 'json={"a": 1}'])
      expect(readListedId(text)).toBeNull()
    expect(listedAsText('json="a\\nb"')).toBe('a\nb')
    expect(listedAsText('json=5')).toBeNull()
    expect(listedAsText('5')).toBe('5')
    expect(
      ['5', ' a ', 'json=5', 'json="a\\nb"', 'json="\\ud800"', 'json="a\\u0000"', 'json="json=5"'].map(exactId),
    ).toEqual(['5', ' a ', '5', 'a\nb', '"\\ud800"', '"a\\u0000"', 'json=5'])
  })
})
