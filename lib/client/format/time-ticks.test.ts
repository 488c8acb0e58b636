import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatTicks } from './format-time'
import { timeTicks } from './time-ticks'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const at = (text: string) => Date.parse(text)
const read = (from: string, to: string, zone: string, max: number) => {
  const [begin, end] = [at(from), at(to)]
  return timeTicks(begin, end, zone, max).map(formatTicks(zone, begin, end))
}

it('are whole hours, days or months of the zone', () => {
  expect(read('2026-11-27T09:13:00Z', '2026-11-27T10:13:00Z', 'UTC', 8)).toEqual([
    '09:20',
    '09:30',
    '09:40',
    '09:50',
    '10:00',
    '10:10',
  ])
  expect(read('2026-11-20T09:00:00Z', '2026-11-27T09:00:00Z', 'Europe/Berlin', 8)).toEqual([
    '21 Nov',
    '22 Nov',
    '23 Nov',
    '24 Nov',
    '25 Nov',
    '26 Nov',
    '27 Nov',
  ])
  expect(read('2024-11-27T00:00:00Z', '2026-11-27T00:00:00Z', 'Asia/Kolkata', 9)).toEqual([
    'Jan 2025',
    'Apr 2025',
    'Jul 2025',
    'Oct 2025',
    'Jan 2026',
    'Apr 2026',
    'Jul 2026',
    'Oct 2026',
  ])
})

it('stay whole hours over the night in which the clocks change', () => {
  expect(read('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z', 'Europe/Berlin', 6)).toEqual([
    '18:00 CEST',
    '00:00 CEST',
    '06:00 CET',
    '12:00 CET',
  ])
  expect(read('2026-03-28T20:00:00Z', '2026-03-29T20:00:00Z', 'Europe/Berlin', 6)).toHaveLength(4)
})

it('are few, in order, once each and within the span, whatever it is', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  )
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: at('2010-01-01'), max: at('2027-01-01') }),
      fc.integer({ min: 300_000, max: 731 * DAY }),
      fc.integer({ min: 3, max: 12 }),
      (name, from, span, max) => {
        const ticks = timeTicks(from, from + span, name, max)
        expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b))
        expect(ticks.every((tick) => tick >= from && tick <= from + span)).toBe(true)
        expect(ticks.length).toBeLessThanOrEqual(max + 2)
      },
    ),
    { numRuns: 300 },
  )
})
