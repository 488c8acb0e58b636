import { expect, it } from 'vitest'
import { bySpecificity } from './by-specificity'

it('fewest devices first, then the older; none and unknown last', () => {
  const notes = [
    { count: 0, createdAt: 1 },
    { count: 9, createdAt: 2 },
    { count: null, createdAt: 3 },
    { count: 1, createdAt: 5 },
    { count: 1, createdAt: 4 },
  ]
  expect(notes.sort(bySpecificity).map(({ createdAt }) => createdAt)).toEqual([4, 5, 2, 1, 3])
})
