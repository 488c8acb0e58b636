import { expect, it } from 'vitest'
import { BOUNDARIES, isLate, readBoundaries, timeToStop } from './boundaries'

it('reads boundaries of an address in their order, and nothing else', () => {
  expect(readBoundaries('tool,startup,nonsense,tool')).toEqual(['startup', 'tool'])
  expect(readBoundaries('')).toEqual([])
})

it('says how soon a revoke is noticed, by the nearest boundary', () => {
  expect(timeToStop(BOUNDARIES)).toContain('next model or tool call')
  expect(timeToStop(['kickoff', 'startup'])).toContain('when the run under way is over')
  expect(timeToStop(['startup'])).toContain('Choose more boundaries')
  expect(timeToStop([])).toBeNull()
  for (const boundary of BOUNDARIES) expect(timeToStop([boundary])).not.toBeNull()
})

it('is late where a run that has begun goes on to its end', () => {
  expect(isLate(['startup', 'kickoff'])).toBe(true)
  for (const boundary of ['model', 'tool', 'effect'] as const) expect(isLate([boundary])).toBe(false)
})
