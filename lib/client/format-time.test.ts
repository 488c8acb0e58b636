import { describe, expect, it } from 'vitest'
import { formatAgo, formatDuration, formatExact, formatSpacing } from './format-time'

describe('times in words', () => {
  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [47 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 d'],
    [-5, '0 s'],
  ])('%d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words))
  it('never shows a negative age', () => {
    expect(formatAgo(2_000, 1_000)).toBe('just now')
    expect(formatAgo(1_000, 5_000)).toBe('4 s ago')
  })
  it('keeps tenths of a rhythm where they matter', () => {
    expect([400, 2_000, 2_500, 30_400, 90_000, 900_000, 5_400_000].map(formatSpacing)).toEqual([
      '0.4 s',
      '2 s',
      '2.5 s',
      '30 s',
      '1.5 min',
      '15 min',
      '1.5 h',
    ])
  })
  it('carries its zone', () => {
    expect(formatExact(Date.parse('2026-11-12T14:02:07Z'), 'UTC')).toBe('12 Nov 2026, 14:02:07 UTC')
  })
})
