/** What a page shows of a long line: what people did, and the newest confirmations that have room beside it. */
import { expect, it } from 'vitest'
import { newestEntries } from './newest-entries'

type Kind = 'record' | 'confirmed' | 'acknowledged'

/** `r`: record, `c`: confirmed, `a`: acknowledged; each with its place in the line. */
const line = (kinds: string) =>
  [...kinds].map((letter, at) => ({
    at,
    entry: { kind: ({ r: 'record', c: 'confirmed', a: 'acknowledged' } as Record<string, Kind>)[letter] as Kind },
  }))

const kept = (kinds: string, max: number) => newestEntries(line(kinds), max).map(({ at }) => at)

it('leaves a line that fits as it is', () => {
  expect(kept('rrccra', 6)).toEqual([0, 1, 2, 3, 4, 5])
})

it('leaves out the oldest confirmations, and nothing of what was done', () => {
  expect(kept('rrccccrc', 5)).toEqual([0, 1, 5, 6, 7])
})

it('leaves out the oldest of what was done where even that is too much', () => {
  expect(kept('rcrcar', 3)).toEqual([2, 4, 5])
})

it('finds the last entries of any kind in their place (mutant)', () => {
  const last = line('rrccccrc').slice(-5)
  expect(last.map(({ at }) => at)).not.toEqual(kept('rrccccrc', 5))
})
