/** No tampering with anchors is taken for right, with a kept head or without; and a verification that lacks a check is caught. */
import { beforeAll, expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/figures/seeded-random'
import type { FindingCode } from '@/lib/domain/record-verdict'
import { type AnchoredRecord, anchoredRecord } from './anchored-record'
import { countMissed } from './count-missed'

const PLACES = 10
const PLACES_OF_ONE_KIND = 40

let given: AnchoredRecord
beforeAll(async () => {
  given = await anchoredRecord(1)
})

it('misses none', () => {
  expect(given.anchors.length).toBeGreaterThan(12)
  const missed = Object.entries(countMissed(given, { places: PLACES, random: seededRandom(11) }))
  expect(missed).toHaveLength(9)
  expect(missed.filter(([, count]) => count > 0)).toEqual([])
})

it.each([
  ['anchors-missing', 'all anchors gone'],
  ['anchors-dangling', 'first anchors gone'],
  ['anchors-gap', 'an anchor gone in between'],
  ['anchors-overdue', 'newest anchors gone'],
  ['anchors-foreign', 'record and anchors made anew with another key'],
  ['anchors-cut', 'newest anchors gone'],
  ['head-missing', 'record and anchors cut at the same event'],
] as const)('a mutant without %s misses: %s', (code, kind) => {
  const missed = (blindTo?: FindingCode) =>
    countMissed(given, { places: PLACES_OF_ONE_KIND, random: seededRandom(12), kinds: [kind], blindTo })[kind]
  expect(missed()).toBe(0)
  expect(missed(code)).toBeGreaterThan(0)
})
