import { expect, it } from 'vitest'
import { capFits, chartScale, spreadLabels, stepMsFor } from './chart-scale'

it.each([
  ['a cap of 20,000 over 25 agents leaves the scale to the agents', [25, 24], [20_000], 30, false],
  ['a cap that is near is inside', [25], [50], 60, true],
  ['no cap', [25], [null], 30, false],
  ['nothing at work', [0, 0], [1_000], 1, false],
  ['100,000 devices', [100_000], [100_000], 100_000, true],
  ['more than the cap', [30], [25], 30, true],
] as const)('%s', (_, values, caps, top, fits) => {
  const scale = chartScale(values, caps)
  expect(scale.top).toBe(top)
  expect(capFits(caps[0], scale)).toBe(fits)
})

it('a cap that changes counts where it is near, and not where it is far', () => {
  const scale = chartScale([20, 20, 20], [20_000, 40, null])
  expect(scale.top).toBe(40)
  expect([20_000, 40].map((cap) => capFits(cap, scale))).toEqual([false, true])
})

it.each([1, 2, 3, 7, 25, 99, 100, 101, 999, 12_345, 100_000])(
  '%d: whole ticks from 0 to above it, two to five',
  (value) => {
    const { top, ticks } = chartScale([value])
    expect(ticks[0]).toBe(0)
    expect(ticks.at(-1)).toBe(top)
    expect(top).toBeGreaterThanOrEqual(value)
    expect(ticks.every(Number.isInteger)).toBe(true)
    expect(ticks.length).toBeGreaterThanOrEqual(2)
    expect(ticks.length).toBeLessThanOrEqual(5)
  },
)

it('what was not sampled is no value', () => expect(chartScale([null, undefined, 4]).top).toBe(4))

it('labels keep their order and never cover each other', () => {
  expect(spreadLabels([50, 50, 51], 10, 0, 100)).toEqual([50, 60, 70])
  expect(spreadLabels([95, 96, 10], 10, 0, 100)).toEqual([90, 100, 10])
  expect(spreadLabels([20, 60], 10, 0, 100)).toEqual([20, 60])
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
it.each([
  ['ten minutes of samples a minute', 10 * MINUTE, MINUTE, 15 * MINUTE, MINUTE],
  ['three hours', 3 * HOUR, MINUTE, 15 * MINUTE, 5 * MINUTE],
  ['a day', 24 * HOUR, MINUTE, 15 * MINUTE, 15 * MINUTE],
  ['sampled every five minutes', 10 * MINUTE, 5 * MINUTE, 15 * MINUTE, 5 * MINUTE],
  ['one sample', 0, MINUTE, 15 * MINUTE, MINUTE],
  ['two years', 730 * 24 * HOUR, HOUR, 24 * HOUR, 24 * HOUR],
])('%s', (_, spanMs, sampleMs, widestMs, expected) => {
  expect(stepMsFor(spanMs, sampleMs, widestMs)).toBe(expected)
})
