import { expect, it } from 'vitest'
import { stepPaths } from './step-paths'

it('is a step from each point to the next, and no line through a gap', () => {
  const points = [0, 5, null, 10].map((count, index) => ({ time: index * 10, count }))
  expect(stepPaths(points, { from: 0, to: 100, top: 10, width: 100, height: 10 })).toEqual(['M0 10H10V5', 'M30 0'])
  expect(stepPaths([], { from: 0, to: 0, top: 0, width: 100, height: 10 })).toEqual([])
})
