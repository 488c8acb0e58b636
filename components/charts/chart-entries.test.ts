import { expect, it } from 'vitest'
import type { UsagePoint } from '@/lib/domain/usage-steps'
import { bandLabels, lineLabels, shortName, stackHeights } from './chart-entries'

const point = (allowed: number | null, cap: number | null = null) => ({ allowed, cap }) as UsagePoint

it('a line has its label at its last known value, and none if nothing is known', () => {
  const lines = [
    { key: 'allowed', name: 'allowed' },
    { key: 'cap', name: 'cap' },
  ] as const
  expect(lineLabels(lines, [point(25), point(20), point(null)])).toEqual([
    { key: 'allowed', name: 'allowed', value: 20, place: 20 },
  ])
})

it('a cap that is above the chart by now has no label, whatever it was before', () => {
  const cap = [{ key: 'cap', name: 'cap' }] as const
  expect(lineLabels(cap, [point(1, 60), point(1, null)])).toEqual([])
  expect(lineLabels(cap, [point(1, null), point(1, 60)])).toHaveLength(1)
})

it('a band has its label in its middle, above those before it', () => {
  const series = [
    { value: 'runner', points: [1, 10] },
    { value: 'planner', points: [1, 4] },
    { value: 'gone', points: [3, 0] },
  ]
  expect(bandLabels(series).map(({ place }) => place)).toEqual([5, 12, 14])
  expect(stackHeights(series)).toEqual([5, 14])
})

it('a stack has no height where nothing was sampled', () => {
  expect(stackHeights([{ value: 'a', points: [null, 2] }])).toEqual([null, 2])
  expect(stackHeights([])).toEqual([])
})

it('cuts a name by its letters, an emoji is one', () => {
  expect(shortName('🤖🤖🤖🤖', 3)).toBe('🤖🤖…')
  expect(shortName('planner', 7)).toBe('planner')
})
