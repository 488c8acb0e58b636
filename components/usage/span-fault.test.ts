import { expect, it } from 'vitest'
import { spanFault } from './span-fault'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const NOW = 2_000 * DAY

it.each([
  ['no time', null, NOW, 'Enter both times.'],
  ['yet to come', NOW + DAY, NOW + 2 * DAY, /yet to come/],
  ['backwards', NOW - DAY, NOW - 2 * DAY, /before the beginning/],
  ['too short', NOW - MINUTE, NOW, /five minutes/],
  ['ends later, so it is too short until now', NOW - MINUTE, NOW + DAY, /five minutes/],
  ['too long', NOW - 800 * DAY, NOW, /two years/],
])('says what is wrong: %s', (_, from, to, wanted) => {
  expect(spanFault(from, to, NOW)).toMatch(wanted)
})

it('takes a day, and one that ends later than now', () => {
  expect(spanFault(NOW - DAY, NOW, NOW)).toBeNull()
  expect(spanFault(NOW - DAY, NOW + DAY, NOW)).toBeNull()
})
