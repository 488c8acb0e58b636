import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoTime } from './iso-time'

it('writes a time as Date does', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_000_000_000_000, max: 8_000_000_000_000_000 }), (ms) => {
      expect(isoTime(ms)).toBe(new Date(ms).toISOString())
    }),
  )
  for (let ms = 1_700_000_000_000; ms < 1_700_000_200_000; ms += 7) expect(isoTime(ms)).toBe(new Date(ms).toISOString())
})
