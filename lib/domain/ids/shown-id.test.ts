import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idPieces, shownId } from './shown-id'

it.each([
  ['crewai:prod:runner:01', 'crewai:prod:runner:01'],
  ['a b', 'a b'],
  [' bot ', '␣bot␣'],
  ['a  b', 'a␣␣b'],
  ['   ', '␣␣␣'],
  ['a\u00a0b', 'a\\u{a0}b'],
  ['a\u200bb\u202ec', 'a\\u{200b}b\\u{202e}c'],
  ['\u3164', '\\u{3164}'],
  ['␣bot␣', '\\u{2423}bot\\u{2423}'],
  ['\\u{a0}', '\\u{5c}u{a0}'],
  ['json="a\\u0000b"', 'json="a\\u0000b"'],
  ['😀 é', '😀 é'],
])('%j is shown as %s', (id, shown) => expect(shownId(id)).toBe(shown))

it('never shows two ids alike, and nothing that a page would swallow', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', 'a', '␣', '\\', 'u', '{', '}', '5', 'c', '\u00a0', '\u200b') })
  fc.assert(
    fc.property(text, text, (a, b) => {
      if (a !== b) expect(shownId(a)).not.toBe(shownId(b))
      expect(shownId(a)).toBe(shownId(a).trim().replace(/\s+/g, ' '))
    }),
    { numRuns: 5_000 },
  )
})

it('names what replaces a character', () => {
  expect(idPieces(' a')).toEqual([{ text: '␣', name: 'space' }, { text: 'a' }])
  expect(idPieces('\u00a0')).toEqual([{ text: '\\u{a0}', name: 'character U+00A0' }])
})
