import { expect, it } from 'vitest'
import { scrollToSee } from './nav'

const seen = { start: 0, end: 390 }

it('scrolls no further than it takes to see the whole', () => {
  expect(scrollToSee({ start: 350, end: 430 }, seen)).toBe(40)
  expect(scrollToSee({ start: -30, end: 50 }, seen)).toBe(-30)
  expect(scrollToSee({ start: 100, end: 180 }, seen)).toBe(0)
  // Wider than what is seen: from its beginning.
  expect(scrollToSee({ start: 20, end: 900 }, seen)).toBe(20)
})
