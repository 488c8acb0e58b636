import { expect, it } from 'vitest'
import { tallyParts, tallySentence } from './tally-words'

const tally = { total: 10, active: 6, running: 4, revoked: 3 }

it('splits devices by state, and every device is in one part', () => {
  expect(tallySentence(tally, false)).toBe('10 devices: 4 running, 2 silent, 3 revoked, 1 unknown')
  for (const isStopped of [true, false])
    expect(tallyParts(tally, isStopped).reduce((sum, { count }) => sum + count, 0)).toBe(tally.total)
})

it('nothing runs in a stopped org, whatever was seen before', () => {
  expect(tallySentence(tally, true)).toBe('10 devices: 6 denied, 3 revoked, 1 unknown')
})

it('leaves out what there is none of', () => {
  expect(tallySentence({ total: 1, active: 1, running: 1, revoked: 0 }, false)).toBe('1 device: 1 running')
  expect(tallyParts({ total: 0, active: 0, running: 0, revoked: 0 }, false)).toEqual([])
})
