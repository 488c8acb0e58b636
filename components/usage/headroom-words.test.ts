import { expect, it } from 'vitest'
import type { CapForecast } from '@/lib/domain/figures/cap-forecast'
import { headroomWords } from './headroom-words'

const NOW = Date.UTC(2026, 10, 27)
const DAY = 86_400_000
const day = (at: number) => new Date(at).toISOString().slice(0, 10)
const iso = (days: number) => new Date(NOW + days * DAY).toISOString()
const words = (forecast: Parameters<typeof headroomWords>[0]) => headroomWords(forecast, NOW, day)

it('names the day, the band around it and the growth', () => {
  const expected = {
    state: 'expected' as const,
    earliest: iso(20),
    at: iso(30),
    latest: iso(45),
    perDay: 3.4,
    days: [],
  } satisfies CapForecast
  expect(words(expected)).toEqual({
    headline: 'Will be reached on 2026-12-27',
    detail: 'The fleet grows by about 3 devices a day. Probably between 2026-12-17 and 2027-01-11.',
    isNear: false,
  })
  expect(words({ ...expected, latest: null }).detail).toMatch(/some time after the next 90 days/)
  expect(words({ ...expected, at: iso(5) }).isNear).toBe(true)
})

it('says why there is none', () => {
  expect(words({ state: 'not-within', withinDays: 90, perDay: -0.6, days: [] }).detail).toBe(
    'The fleet shrinks by about 4 devices a week, so the cap is not in sight.',
  )
  expect(words({ state: 'not-within', withinDays: 90, perDay: 0, days: [] }).detail).toMatch(/^The fleet stays/)
  expect(words({ state: 'too-little', days: 2, needed: 7 }).detail).toBe(
    'It needs samples of 7 days; so far there are 2.',
  )
  expect(words({ state: 'no-cap' }).headline).toBe('No cap')
  expect(words({ state: 'cap-unknown' }).headline).toBe('Cap unknown')
  expect(words({ state: 'reached' }).isNear).toBe(true)
})
