import { expect, it } from 'vitest'
import type { DayChanges } from '@/lib/domain/figures/day-changes'
import { changeLines, spanWords, unknownWords } from './change-words'

const NOTHING: DayChanges = {
  since: '2026-11-26T10:00:00.000Z',
  registered: 0,
  active: { from: 25, to: 25 },
  revoked: { from: 0, to: 0 },
  cap: null,
  operations: [],
}

it('says nothing where nothing changed', () => {
  expect(changeLines(NOTHING)).toEqual([])
  expect(unknownWords(NOTHING)).toBeNull()
})

it('says each change in one short line', () => {
  const changes: DayChanges = {
    ...NOTHING,
    registered: 12,
    active: { from: 1_025, to: 25 },
    revoked: { from: 0, to: 6 },
    cap: { from: 100, to: 2_000 },
    operations: [
      { kind: 'revoke', operations: 1, devices: 6 },
      { kind: 'disable', operations: 2, devices: 0 },
      { kind: 'remove', operations: 2, devices: 1 },
    ],
  }
  expect(changeLines(changes)).toEqual([
    '12 devices registered',
    'active 1,025 → 25 (−1,000)',
    'revoked 0 → 6 (+6)',
    'cap 100 → 2,000',
    '1 revoke of 6 devices',
    '2 stops of the whole org',
    '2 removals of 1 device',
  ])
})

it('a cap on one side only is not said to be a number', () => {
  expect(changeLines({ ...NOTHING, cap: { from: null, to: 25 } })).toEqual(['cap none or unknown → 25'])
})

it('says what is not known', () => {
  expect(unknownWords({ ...NOTHING, registered: null })).toMatch(/does not count/)
  expect(unknownWords({ ...NOTHING, since: null, registered: null, active: null, revoked: null })).toMatch(
    /no older sample/,
  )
})

it.each([
  [-5, '0 s'],
  [40_000, '40 s'],
  [595_000, '10 min'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [5_700_000, '1 h 35 min'],
  [86_400_000, '24 h'],
  [23.75 * 3_600_000, '24 h'],
  [7 * 86_400_000, '7 d'],
  [729 * 86_400_000, '2 years'],
])('%d ms: %s', (ms, expected) => expect(spanWords(ms)).toBe(expected))
