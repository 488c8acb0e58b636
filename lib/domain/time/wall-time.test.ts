import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromWallTime, oddityOf, tomorrowAtNine, toWallTime } from './wall-time'

const NOW = Date.UTC(2026, 10, 12, 23, 30)

describe('a date-and-time field', () => {
  it.each([
    ['UTC', '2026-11-12T23:30', Date.UTC(2026, 10, 13, 9)],
    ['Europe/Berlin', '2026-11-13T00:30', Date.UTC(2026, 10, 14, 8)],
    ['Asia/Kolkata', '2026-11-13T05:00', Date.UTC(2026, 10, 14, 3, 30)],
    ['America/St_Johns', '2026-11-12T20:00', Date.UTC(2026, 10, 13, 12, 30)],
  ])('holds the time of the wall in %s', (zone, wall, nine) => {
    expect(toWallTime(NOW, zone)).toBe(wall)
    expect(fromWallTime(wall, zone, 'from')).toBe(NOW)
    expect(fromWallTime(wall, zone, 'until')).toBe(NOW)
    expect(oddityOf(wall, zone)).toBeNull()
    expect(tomorrowAtNine(NOW, zone)).toBe(nine)
  })

  it('keeps the hour of the wall over the change of the clocks', () => {
    expect(tomorrowAtNine(Date.UTC(2026, 9, 24, 16), 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 8))
    expect(fromWallTime('2026-07-01T12:00', 'Europe/Berlin', 'from')).toBe(Date.UTC(2026, 6, 1, 10))
  })

  it('is no time where nothing, or half of one, was given', () => {
    for (const text of ['', '2026-11-12', '2026-13-40T99:99', 'soon']) {
      expect(fromWallTime(text, 'UTC', 'from')).toBeNull()
      expect(oddityOf(text, 'Europe/Berlin')).toBeNull()
    }
  })
})

describe('where clocks change', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25T02:30', 'twice', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ['Europe/Berlin', '2026-10-25T02:00', 'twice', '2026-10-25T00:00Z', '2026-10-25T01:00Z'],
    ['Europe/Berlin', '2026-10-25T03:00', null, '2026-10-25T02:00Z', '2026-10-25T02:00Z'],
    ['Europe/Berlin', '2026-10-25T01:59', null, '2026-10-24T23:59Z', '2026-10-24T23:59Z'],
    ['Europe/Berlin', '2026-03-29T02:30', 'never', '2026-03-29T00:30Z', '2026-03-29T01:30Z'],
    ['Europe/Berlin', '2026-03-29T03:00', null, '2026-03-29T01:00Z', '2026-03-29T01:00Z'],
    ['America/New_York', '2026-11-01T01:15', 'twice', '2026-11-01T05:15Z', '2026-11-01T06:15Z'],
    ['America/New_York', '2026-03-08T02:15', 'never', '2026-03-08T06:15Z', '2026-03-08T07:15Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', 'twice', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
    ['Pacific/Apia', '2011-12-30T12:00', 'never', '2011-12-29T22:00Z', '2011-12-30T22:00Z'],
  ])('%s %s: the first instant begins, the second ends', (zone, wall, odd, from, until) => {
    expect(oddityOf(wall, zone)).toBe(odd)
    expect(fromWallTime(wall, zone, 'from')).toBe(Date.parse(from))
    expect(fromWallTime(wall, zone, 'until')).toBe(Date.parse(until))
  })

  it('every instant is among what its wall means, and a span never ends before it begins', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Africa/Casablanca',
    ]
    const minute = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 })
    fc.assert(
      fc.property(minute, fc.constantFrom(...zones), (minutes, zone) => {
        const at = minutes * 60_000
        const wall = toWallTime(at, zone)
        const [from, until] = [fromWallTime(wall, zone, 'from') as number, fromWallTime(wall, zone, 'until') as number]
        expect(from <= at && at <= until).toBe(true)
        expect([from, until]).toContain(at)
        expect(from === until).toBe(oddityOf(wall, zone) === null)
      }),
      { numRuns: 2_000 },
    )
  })
})
