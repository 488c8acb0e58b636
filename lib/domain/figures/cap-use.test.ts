import { expect, it } from 'vitest'
import { capNearSince, capUse } from './cap-use'

it.each([
  ['free', { limit: 1_000, used: 25, remaining: 975 }, 'free', 975],
  ['just below 90 %', { limit: 1_000, used: 899 }, 'free', 101],
  ['near at 90 %', { limit: 1_000, used: 900 }, 'near', 100],
  ['reached', { limit: 25, used: 25, remaining: 0 }, 'reached', 0],
  ['over, with a negative remaining', { limit: 25, used: 30, remaining: -5 }, 'over', -5],
  ['over, with none said', { limit: 25, used: 30 }, 'over', -5],
  ['a cap of 0', { limit: 0, used: 0 }, 'reached', 0],
] as const)('%s', (_, cap, state, remaining) => {
  expect(capUse(cap, undefined)).toMatchObject({ state, remaining })
})

it('takes the active devices as the use if the authority does not say it', () => {
  expect(capUse({ limit: 10 }, 9)).toMatchObject({ state: 'near', used: 9 })
})

it('no cap is not a cap that is unknown', () => {
  expect(capUse({ limit: null }, 9)).toEqual({ state: 'none', used: 9 })
  expect(capUse({}, 9)).toEqual({ state: 'unknown' })
  expect(capUse(null, 9)).toEqual({ state: 'unknown' })
  expect(capUse({ limit: 10 }, undefined)).toEqual({ state: 'unknown' })
})

const at = (time: number, active: number, cap: number | null = 10) => ({ at: time, active, cap })

it('is near since the first sample of the last unbroken run', () => {
  expect(capNearSince([at(1, 10), at(2, 5), at(3, 9), at(4, 10)])).toEqual({ at: 3, isOlder: false })
  expect(capNearSince([at(1, 9), at(2, 9)])).toEqual({ at: 1, isOlder: true })
  expect(capNearSince([at(1, 9), at(2, 8)])).toBeNull()
  expect(capNearSince([])).toBeNull()
})

it('a cap that changes, or is not known, ends the run', () => {
  expect(capNearSince([at(1, 9, 10), at(2, 9, 100), at(3, 9, 10)])).toEqual({ at: 3, isOlder: false })
  expect(capNearSince([at(1, 9, null), at(2, 9, 10)])).toEqual({ at: 2, isOlder: false })
})
