import { expect, it } from 'vitest'
import { resolutionFor, spanBefore, spanOf, stepMs, USAGE_RANGES } from './usage-range'

const DAY_MS = 86_400_000
const NOW = 1_000 * DAY_MS
const KEPT = { 0: 2 * DAY_MS, 3600: 100 * DAY_MS, 86400: 731 * DAY_MS }

it('every range has a resolution that is kept as long, and some 60 to 740 steps', () => {
  const found = USAGE_RANGES.map((range) => {
    const span = spanOf(range, NOW)
    const resolution = resolutionFor(span, NOW, KEPT)
    const steps = (span.to - span.from) / stepMs(span, null, (resolution || 60) * 1_000)
    return [range, resolution, steps]
  })
  expect(found).toEqual([
    ['1h', 0, 60],
    ['24h', 0, 144],
    ['7d', 3600, 168],
    ['30d', 3600, 120],
    ['90d', 3600, 180],
    ['1y', 86400, 365],
    ['2y', 86400, 730],
  ])
})

it('a short span long ago has what is still kept of it', () => {
  const at = (days: number) =>
    resolutionFor({ from: NOW - days * DAY_MS, to: NOW - days * DAY_MS + 3_600_000 }, NOW, KEPT)
  expect([at(1), at(5), at(99), at(200)]).toEqual([0, 3600, 3600, 86400])
})

it('the span before ends where the other begins', () => {
  expect(spanBefore({ from: 70, to: 100 })).toEqual({ from: 40, to: 70 })
})
