import { expect, it } from 'vitest'
import { timesByValue } from './time-to-stop'

it('has the median and what nine of ten are within, slowest first; ids without the part together', () => {
  const times = [
    ...Array.from({ length: 10 }, (_, index) => ({ value: 'runner', ms: (index + 1) * 100 })),
    { value: 'batch', ms: 60_000 },
    { value: null, ms: 1 },
  ]
  expect(timesByValue(times)).toEqual([
    { value: 'batch', devices: 1, medianMs: 60_000, p90Ms: 60_000 },
    { value: 'runner', devices: 10, medianMs: 500, p90Ms: 900 },
    { value: '–', devices: 1, medianMs: 1, p90Ms: 1 },
  ])
  expect(timesByValue([])).toEqual([])
})
