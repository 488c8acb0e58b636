import { expect, it } from 'vitest'
import { WrongKeyLimiter } from './wrong-key-limiter'

it('counts by address and window, and forgets', () => {
  const limiter = new WrongKeyLimiter(2, 1000)
  expect([limiter.note('a', 0), limiter.note('a', 1), limiter.note('a', 500), limiter.note('b', 500)]).toEqual([
    0, 0, 1, 0,
  ])
  expect(limiter.note('a', 1000)).toBe(0)
  // A clock that steps back starts a new window rather than a long wait.
  expect([limiter.note('a', 10), limiter.note('a', 11), limiter.note('a', 12)]).toEqual([0, 0, 1])
})
