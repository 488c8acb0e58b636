import { describe, expect, it } from 'vitest'
import { formatSpacing } from '@/lib/domain/time/spacing'
import {
  formatAgo,
  formatAhead,
  formatDuration,
  formatExact,
  formatPlanned,
  formatTicks,
  formatTimeOfDay,
  formatZonedDay,
} from './format-time'

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
  it.each([
    [0, 'now'],
    [39_100, 'in 40 s'],
    [60_000, 'in 1 min'],
    [60_001, 'in 2 min'],
    [4 * 3_600_000, 'in 4 h'],
    [4 * 3_600_000 - 61_000, 'in 3 h 59 min'],
    [14 * 3_600_000 - 1, 'in 14 h'],
    [9 * 86_400_000 - 1, 'in 9 d'],
  ])('%d ms ahead is %s', (ms, words) => expect(formatAhead(1_000 + ms, 1_000)).toBe(words))
  it('names the day of a planned time where it is another one', () => {
    const now = Date.UTC(2026, 10, 12, 14, 2)
    expect(formatPlanned(now + 3_600_000, now, 'UTC')).toBe('15:02 UTC')
    expect(formatPlanned(now + 43_200_000, now, 'UTC')).toBe('13 Nov, 02:02 UTC')
  })
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
  it('says a day with its zone once, over times of day', () => {
    const at = Date.parse('2026-07-12T23:02:07Z')
    expect(formatZonedDay(at, 'UTC')).toBe('12 Jul 2026, UTC')
    expect(formatZonedDay(at, 'Europe/Berlin')).toBe('13 Jul 2026, CEST')
    expect(formatTimeOfDay(at, 'Europe/Berlin')).toBe('01:02:07')
  })
})

describe('ticks of an axis', () => {
  it('name the zone where an hour comes twice, and only there', () => {
    const [from, to] = [Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 12)]
    const berlin = formatTicks('Europe/Berlin', from, to)
    expect([berlin(Date.UTC(2026, 9, 25, 0, 30)), berlin(Date.UTC(2026, 9, 25, 1, 30))]).toEqual([
      '02:30 CEST',
      '02:30 CET',
    ])
    expect(formatTicks('UTC', from, to)(from)).toBe('12:00')
    expect(formatTicks('Europe/Berlin', from - 7 * 86_400_000, to)(from)).toBe('24 Oct')
  })
})
