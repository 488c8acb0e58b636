import { expect, it } from 'vitest'
import { createAnchorWaits } from './anchor-waits'

const MINUTE_MS = 60_000

function waitsOf(anchored: readonly number[], times: readonly number[]) {
  const waits = createAnchorWaits(anchored)
  for (const [index, at] of times.entries()) waits.take(index + 1, at)
  return waits
}

it('is late once the record goes on for more than a minute after an event that waits', () => {
  expect(waitsOf([], [0, MINUTE_MS]).open()).toMatchObject({ events: 2, since: 0, late: false })
  expect(waitsOf([], [0, MINUTE_MS + 1]).open().late).toBe(true)
  // Nothing happened for a day: the one event that came then does not wait for long.
  expect(waitsOf([1], [0, 86_400_000]).open()).toEqual({ events: 1, since: 86_400_000, late: false })
})

it('is late too when more than a thousand wait while the record goes on', () => {
  const thousand = Array.from({ length: 1_000 }, () => 0)
  expect(waitsOf([], [...thousand, 9_000]).open().late).toBe(false)
  expect(waitsOf([], [...thousand, 11_000]).open().late).toBe(true)
  expect(waitsOf([1_000], [...thousand, 11_000]).open().late).toBe(false)
})

it('names stretches whose anchor came late, the last one too', () => {
  const times = [0, 2 * MINUTE_MS, 3 * MINUTE_MS, 3 * MINUTE_MS, 9 * MINUTE_MS]
  const waits = waitsOf([2, 3, 5], times)
  expect(waits.open().events).toBe(0)
  expect(waits.lateBefore()).toEqual([0, 3 * MINUTE_MS])
})
