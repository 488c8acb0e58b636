import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listedIdOfJson } from './listed-id'
import { isOwnKey, twinKeys } from './twin-keys'

const id = (json: string) => listedIdOfJson(json) as string
const areTwins = (a: string, b: string) => twinKeys(id(a)).some((key) => twinKeys(id(b)).includes(key))

describe('twins', () => {
  it.each([
    ['trimmed', '"bot"', '" bot "'],
    ['trimmed of a line break', '"bot"', '"bot\\r\\n"'],
    ['trimmed of a no-break space', '"bot"', '"\\u00a0bot"'],
    ['white space collapsed', '"a b"', '"a  b"'],
    ['case', '"bot"', '"BOT"'],
    ['case that changes the length', '"strasse"', '"straße"'],
    ['composed and decomposed', '"é"', '"e\\u0301"'],
    ['full width', '"bot"', '"ｂｏｔ"'],
    ['a character that is not shown', '"bot"', '"b\\u200bot"'],
    ['a byte order mark', '"bot"', '"b\\ufeffot"'],
    ['a control character dropped', '"bot"', '"b\\u0007ot"'],
    ['cut at NUL', '"bot"', '"bot\\u0000x"'],
    ['cut at 255 characters', `"${'a'.repeat(255)}b"`, `"${'a'.repeat(255)}c"`],
    ['half a surrogate pair', '"\\ud800"', '"\\udfff"'],
    ['half a surrogate pair, replaced', '"\\ud800"', '"\\ufffd"'],
    ['number and text', '5', '"5"'],
    ['number and number', '5', '5.0'],
    ['numbers that a double takes for one', '9007199254740992', '9007199254740993'],
    ['null and its text', 'null', '"null"'],
    ['a truth value and its text', 'true', '"True"'],
    ['a list and its text', '["a"]', '"a"'],
    ['objects', '{"a":1}', '{"b":{"toString":1}}'],
    ['nothing and blank', '""', '"  "'],
  ])('%s', (_, a, b) => expect([areTwins(a, b), areTwins(b, a)]).toEqual([true, true]))

  it.each([
    ['other letters', '"bot"', '"bod"'],
    ['longer', '"bot"', '"bot2"'],
    ['other numbers', '5', '6'],
    ['0 and O', '"bot0"', '"botO"'],
  ])('not: %s', (_, a, b) => expect(areTwins(a, b)).toBe(false))

  it('a plain id is its own key', () => {
    const plain = 'crewai:prod:tool-runner_v2.1~[a]{z}`:05'
    // A fleet of these costs nothing in the index of twins.
    expect([isOwnKey(plain), twinKeys(plain)]).toEqual([true, [plain]])
    expect([isOwnKey('crewai:Prod:05'), isOwnKey('a b')]).toEqual([false, false])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const listed = id(JSON.stringify(text))
        for (const key of twinKeys(listed)) expect(twinKeys(id(JSON.stringify(key)))).toContain(key)
        if (isOwnKey(listed)) expect(twinKeys(listed)).toEqual([listed])
      }),
    )
  })
})
