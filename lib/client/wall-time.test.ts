import { afterEach, describe, expect, it } from 'vitest'
import { fromWallTime, tomorrowAtNine, toWallTime } from './wall-time'

const before = process.env.TZ
afterEach(() => {
  process.env.TZ = before
})

const NOW = Date.UTC(2026, 10, 12, 23, 30)

describe('a date-and-time field', () => {
  it('holds the time of the wall in UTC', () => {
    process.env.TZ = 'America/New_York'
    expect(toWallTime(NOW, true)).toBe('2026-11-12T23:30')
    expect(fromWallTime('2026-11-12T23:30', true)).toBe(NOW)
    expect(tomorrowAtNine(NOW, true)).toBe(Date.UTC(2026, 10, 13, 9))
  })

  it('holds the time of the wall in the browser, on the day that is there', () => {
    process.env.TZ = 'Asia/Kolkata'
    expect(toWallTime(NOW, false)).toBe('2026-11-13T05:00')
    expect(fromWallTime('2026-11-13T05:00', false)).toBe(NOW)
    expect(tomorrowAtNine(NOW, false)).toBe(Date.UTC(2026, 10, 14, 3, 30))
  })

  it('keeps the hour of the wall over the change of the clocks', () => {
    process.env.TZ = 'Europe/Berlin'
    const evening = Date.UTC(2026, 9, 24, 16)
    expect(toWallTime(evening, false)).toBe('2026-10-24T18:00')
    expect(toWallTime(tomorrowAtNine(evening, false), false)).toBe('2026-10-25T09:00')
    expect(tomorrowAtNine(evening, false)).toBe(Date.UTC(2026, 9, 25, 8))
  })

  it('is no time where nothing, or half of one, was given', () => {
    for (const text of ['', '2026-11-12', '2026-13-40T99:99', 'soon']) expect(fromWallTime(text, true)).toBeNull()
  })
})
