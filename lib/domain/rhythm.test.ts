import { expect, it } from 'vitest'
import { isLate } from './forecast'

const every = (medianMs: number, p95Ms = medianMs * 1.1) => ({ medianMs, p95Ms, n: 9 })

it.each([
  ['quiet for 40 s, asks about every 30 s', every(30_000), 40_000, true],
  ['within its usual wavering', every(30_000), 33_000, false],
  ['asks every 15 min', every(900_000), 40_000, false],
  ['wavers widely', every(1_000, 60_000), 50_000, false],
  ['rhythm not known', null, 86_400_000, false],
  ['never asked', every(1_000), null, false],
])('%s: late %#', (_, rhythm, quietMs, late) => {
  expect(isLate(rhythm, quietMs)).toBe(late)
})
