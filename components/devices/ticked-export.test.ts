import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseSelector } from '@/lib/domain/selector/parse'
import { joinCsv, selectorsOf } from './ticked-export'

const idsIn = (text: string): string[] => {
  const parsed = parseSelector(text, { parts: ['env', 'role'] })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.terms.flatMap((term) => (term.kind === 'id' ? term.ids : []))
}

it('names every ticked id once, in texts that fit an address', () => {
  const id = fc
    .string({ minLength: 1, maxLength: 256, unit: 'grapheme' })
    .filter((text) => text.trim() === text && text !== '' && !/\p{Cc}/u.test(text))
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 200 }), (ids) => {
      const texts = selectorsOf(ids)
      expect(texts.flatMap(idsIn)).toEqual(ids)
      for (const text of texts) expect(encodeURIComponent(text).length).toBeLessThan(12_000)
    }),
  )
})

it('takes ten thousand usual ids in texts that the console accepts', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `crewai:prod:tool-runner:${index}`)
  const texts = selectorsOf(ids)
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(4_096)
  expect(texts.flatMap(idsIn)).toEqual(ids)
})

it('joins files under one header', () => {
  expect(joinCsv(['id,status\r\na,active\r\n', 'id,status\r\nb,revoked\r\n'])).toBe(
    'id,status\r\na,active\r\nb,revoked\r\n',
  )
})
