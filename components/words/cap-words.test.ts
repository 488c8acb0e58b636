import { expect, it } from 'vitest'
import { capUse } from '@/lib/domain/figures/cap-use'
import { capWords, percent } from './cap-words'

it.each([
  [25, 1_000, '2.5 %'],
  [0, 1_000, '0 %'],
  [1, 20_000, '< 0.1 %'],
  [430, 1_000, '43 %'],
  [999, 1_000, '99.9 %'],
  [99_999, 100_000, '99.9 %'],
  [1_000, 1_000, '100 %'],
  [30, 25, '120 %'],
  [100_000, 5, '2,000,000 %'],
  [29, 1_000, '2.9 %'],
  [22, 1_000, '2.2 %'],
  [7, 1_000, '0.7 %'],
])('%d of %d is %s', (used, limit, expected) => expect(percent(used / limit)).toBe(expected))

it.each([
  [{ limit: 1_000, used: 25, remaining: 975 }, ['25 of 1,000', '2.5 %', '975 left']],
  [{ limit: 25, used: 30, remaining: -5 }, ['30 of 25', '120 %', '5 over the cap']],
  [{ limit: 25, used: 25 }, ['25 of 25', '100 %', '0 left']],
  [{ limit: null, used: 25 }, ['no cap', null, null]],
  [{}, ['unknown', null, null]],
] as const)('%o: %o', (cap, [used, share, left]) => {
  expect(capWords(capUse(cap, undefined))).toEqual({ used, share, left })
})
