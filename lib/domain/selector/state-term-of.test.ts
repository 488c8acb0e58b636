import { expect, it } from 'vitest'
import { stateTermOf } from './state-term-of'

const PARTS = ['framework', 'env', 'role', 'instance']

it.each(['', 'env:prod role:tool-*', 'runner -env:dev', 'shape:other', 'id:"a b"', 'env:'])(
  'allows a fence of %j',
  (text) => expect(stateTermOf(text, PARTS)).toBeNull(),
)

it('points at the first term that changes with time', () => {
  expect(stateTermOf('env:prod status:active seen:>2h', PARTS)).toEqual({
    text: 'status:active',
    position: 9,
    length: 13,
  })
  expect(stateTermOf('-op:x', PARTS)).toMatchObject({ text: '-op:x', position: 0 })
})
