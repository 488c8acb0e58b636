import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isolated, isolatedText, isolates, withoutIsolates } from './isolated'
import { isTyped, shownId } from './shown-id'

const AGENT = 'عامل'

it.each([
  ['crewai:prod:runner:01', 'crewai:prod:runner:01'],
  [`crewai:${AGENT}:01`, `crewai:\u2068${AGENT}\u2069:01`],
  [`${AGENT}:prod:01`, `\u2068${AGENT}\u2069:prod:01`],
  ['a:שלום-1:b', 'a:\u2068שלום-1\u2069:b'],
  [`role:"${AGENT} ${AGENT}",x env:prod`, `role:"\u2068${AGENT}\u2069 \u2068${AGENT}\u2069",x env:prod`],
  ['東京:é:Ω', '東京:é:Ω'],
  ['a:\u{10a00}:b', 'a:\u2068\u{10a00}\u2069:b'],
])('%s', (text, expected) => {
  expect(isolated(text)).toBe(expected)
  expect(isolates(expected).join('')).toBe(text)
  expect(withoutIsolates(expected)).toBe(text)
})

it('every right-to-left letter is between one pair, and no separator of an id is', () => {
  const id = fc
    .array(fc.constantFrom('a', '1', ':', AGENT, 'ש', '-', ' ', '\u200f'), { maxLength: 12 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(id, (text) => {
      const pieces = isolates(isolated(shownId(text)))
      expect(pieces.length % 2).toBe(1)
      for (const [index, piece] of pieces.entries())
        if (index % 2 === 1) expect(piece).not.toMatch(/[:\s]/)
        else expect(piece).not.toMatch(/[\u0590-\u08ff]/)
      expect(pieces.join('')).toBe(shownId(text))
    }),
  )
})

it('what is copied from a title counts as typed', () => {
  const id = `crewai:${AGENT}:01`
  expect(isTyped(isolated(id), id)).toBe(true)
  expect(isTyped(isolated('other'), id)).toBe(false)
})

it('isolates a name as a whole, so that a sentence around it stays in order', () => {
  expect(isolatedText('Product Alpha')).toBe('Product Alpha')
  expect(isolatedText('שם ארוך')).toBe('\u2068שם ארוך\u2069')
  expect(withoutIsolates(isolatedText('שם ארוך'))).toBe('שם ארוך')
})
