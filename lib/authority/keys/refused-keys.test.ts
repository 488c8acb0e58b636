import { expect, it } from 'vitest'
import { RefusedKeys } from './refused-keys'

const MINUTE = 60_000

it('takes the first of an id at once, and what follows once a minute with its count', () => {
  const refused = new RefusedKeys()
  refused.note(1, 'a')
  expect(refused.take(0)).toEqual([{ orgId: 1, deviceId: 'a', count: 1 }])
  for (let times = 0; times < 500; times++) refused.note(1, 'a')
  expect(refused.take(MINUTE - 1)).toEqual([])
  expect(refused.take(MINUTE)).toEqual([{ orgId: 1, deviceId: 'a', count: 500 }])
  expect(refused.take(3 * MINUTE)).toEqual([])
})

it('names a bounded number of ids of an org, and counts the others together', () => {
  const refused = new RefusedKeys()
  for (let id = 0; id < 50_000; id++) refused.note(1, `d${id}`)
  refused.note(2, 'b')
  const taken = refused.take(0)
  const ofFirst = taken.filter(({ orgId }) => orgId === 1)
  expect(ofFirst).toHaveLength(21)
  expect(ofFirst.reduce((sum, { count }) => sum + count, 0)).toBe(50_000)
  expect(taken).toContainEqual({ orgId: 2, deviceId: 'b', count: 1 })
  // Once these were quiet, others are named again.
  refused.take(MINUTE)
  refused.note(1, 'later')
  expect(refused.take(MINUTE)).toEqual([{ orgId: 1, deviceId: 'later', count: 1 }])
})

it('loses no count that could not be written, and gives all at the end', () => {
  const refused = new RefusedKeys()
  refused.note(1, 'a')
  refused.putBack(refused.take(0))
  expect(refused.take(1)).toEqual([{ orgId: 1, deviceId: 'a', count: 1 }])
  refused.note(1, 'a')
  expect(refused.take(2, true)).toEqual([{ orgId: 1, deviceId: 'a', count: 1 }])
})
