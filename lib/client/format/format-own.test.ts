import { expect, it } from 'vitest'
import { formatOwn } from './format-own'

const at = Date.parse('2026-11-12T14:02:07Z')

it('writes a time as it is written where the person lives, in English words and with its zone', () => {
  expect(formatOwn(at, 'UTC', 'en-GB')).toBe('Thu, 12 Nov 2026, 14:02 UTC')
  expect(formatOwn(at, 'UTC', 'de-DE')).toBe('Thu, 12 Nov 2026, 14:02 UTC')
  expect(formatOwn(at, 'UTC', 'en-US')).toMatch(/^Thu, Nov 12, 2026, 02:02\sPM UTC$/)
  expect(formatOwn(at, 'Europe/Berlin', 'de')).toBe('Thu, 12 Nov 2026, 15:02 CET')
})

it('takes a language that says nothing of a region, or is none, for British', () => {
  for (const locale of ['xx', 'not a locale', '']) expect(formatOwn(at, 'UTC', locale)).toContain('12 Nov 2026, 14:02')
})
