import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packInterval, unpackInterval } from './rhythm'

const ms = fc.integer({ min: 0, max: 2 ** 31 - 1 })

it('is exact up to 2 s and within 0.1 % above', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2047 }), (value) => unpackInterval(packInterval(value)) === value))
  fc.assert(
    fc.property(ms, (value) => {
      const back = unpackInterval(packInterval(value))
      expect(back).toBeLessThanOrEqual(value)
      expect(value - back).toBeLessThanOrEqual(value * 0.001)
    }),
  )
})

it('keeps the order of intervals and fits 16 bits', () => {
  fc.assert(
    fc.property(ms, ms, (a, b) => {
      expect(Math.sign(packInterval(a) - packInterval(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0)
      expect(packInterval(a)).toBeLessThan(65_536)
    }),
  )
  expect(unpackInterval(packInterval(10 ** 12))).toBeGreaterThan(2 ** 31 * 0.99)
})
