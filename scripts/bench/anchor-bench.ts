/**
 * `audit.anchor.missed`: a record made by the engine, with an anchor a minute; nine kinds of tampering that touch the anchors,
 * each at a hundred places, compared with a database's chain and an export's, with the head that a person kept and without.
 */

import { seededRandom } from '@/lib/domain/figures/seeded-random'
import { anchoredRecord } from '@/testing/anchors/anchored-record'
import { countMissed } from '@/testing/anchors/count-missed'
import type { Figure } from './authority-bench'

const ROUNDS = 2
const PLACES = 100
const SEED = 20_261_126

export async function auditAnchors(): Promise<Figure> {
  const given = await anchoredRecord(ROUNDS)
  const missed = countMissed(given, { places: PLACES, random: seededRandom(SEED) })
  console.error(JSON.stringify({ seed: SEED, events: given.events.length, anchors: given.anchors.length, missed }))
  const value = Object.values(missed).reduce((sum, count) => sum + count, 0)
  return { name: 'audit.anchor.missed', value, unit: 'count', limit: 0, ok: value === 0 }
}
