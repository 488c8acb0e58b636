import fc from 'fast-check'
import { expect, it } from 'vitest'
import { daysOfWeek, isWeek, isZone, weekAfter, weekAt } from './iso-week'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(text)

it.each([
  ['2026-11-27T12:00Z', '2026-W48'],
  ['2021-01-03T12:00Z', '2020-W53'],
  ['2021-01-04T12:00Z', '2021-W01'],
  ['2024-12-30T12:00Z', '2025-W01'],
  ['1969-12-29T12:00Z', '1970-W01'],
])('%s is in %s', (time, week) => expect(weekAt(at(time), 'UTC')).toBe(week))

it('is the week of the zone', () => {
  expect(weekAt(at('2026-11-29T23:30Z'), 'UTC')).toBe('2026-W48')
  expect(weekAt(at('2026-11-29T23:30Z'), 'Europe/Berlin')).toBe('2026-W49')
})

it('knows what is no week and no zone', () => {
  expect(['2026-W54', '2026-W00', '2025-W53', '2026W48', 'now', ''].filter(isWeek)).toEqual([])
  expect([isWeek('2020-W53'), isWeek('2026-W53')]).toEqual([true, true])
  expect([isZone('Europe/Berlin'), isZone('Mars/Olympus'), isZone('')]).toEqual([true, false, false])
  expect(() => weekAfter('later', 1)).toThrow(RangeError)
})

it('a day in which the clocks change is shorter or longer', () => {
  const hours = (week: string) => daysOfWeek(week, 'Europe/Berlin').map(({ from, to }) => (to - from) / HOUR)
  expect(hours('2026-W43')).toEqual([24, 24, 24, 24, 24, 24, 25])
  expect(hours('2026-W13')).toEqual([24, 24, 24, 24, 24, 24, 23])
})

it('weeks follow each other without a gap, and each day lies in its week', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe')
  fc.assert(
    fc.property(zone, fc.integer({ min: at('1990-01-01'), max: at('2060-01-01') }), (name, time) => {
      const week = weekAt(time, name)
      const days = daysOfWeek(week, name)
      expect(days.some(({ from, to }) => time >= from && time < to)).toBe(true)
      expect(days.at(-1)?.to).toBe(daysOfWeek(weekAfter(week, 1), name)[0]?.from)
      expect(weekAfter(weekAfter(week, 1), -1)).toBe(week)
    }),
    { numRuns: 200 },
  )
})
