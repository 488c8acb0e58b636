import { expect, it } from 'vitest'
import { paceOf, paceSince } from './progress'

const START = 1_800_000_000_000

it('takes its speed from the time since the start, and the time left from that', () => {
  const pace = paceOf({ total: 10_000, answered: 4_000, recent: 4_000, startedAt: START, now: START + 5_000 })
  expect(pace).toEqual({ perSecond: 800, leftMs: 7_500 })
})

it('goes by the last 20 s only, so that a pause of an hour does not slow it down for ever', () => {
  const now = START + 3_600_000
  expect(paceSince(START, now)).toBe(now - 20_000)
  const afterPause = (pace: typeof paceOf) =>
    pace({ total: 10_000, answered: 6_000, recent: 2_000, startedAt: START, now })
  expect(afterPause(paceOf)).toEqual({ perSecond: 100, leftMs: 40_000 })
  const byWholeTime: typeof paceOf = ({ total, answered, startedAt, now }) => {
    const perMs = answered / (now - startedAt)
    return { perSecond: perMs * 1_000, leftMs: (total - answered) / perMs }
  }
  expect(afterPause(byWholeTime)).not.toEqual(afterPause(paceOf))
})

it('is null while there is no speed', () => {
  const nothing = { perSecond: null, leftMs: null }
  expect(paceOf({ total: 9, answered: 3, recent: 3, startedAt: START, now: START + 20 })).toEqual(nothing)
  expect(paceOf({ total: 9, answered: 3, recent: 0, startedAt: START, now: START + 90_000 })).toEqual(nothing)
  expect(paceOf({ total: 9, answered: 9, recent: 9, startedAt: START, now: START + 3_000 }).leftMs).toBe(0)
})
