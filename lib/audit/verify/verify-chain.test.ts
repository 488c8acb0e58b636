import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import { asFile, chain, headsOf, newEvent, TAMPERINGS, tampered } from '@/testing/audit/tampered-chains'
import { type Anchor, signAnchor } from '../anchors/anchor'
import { parseRecordLine, recordLine } from '../export-line'
import type { Scope } from './check-chain'
import { createVerifier } from './verify-chain'

const EVENTS = 400
const ANCHORED = 360
const PLACES = 15

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const record = [...chain(Array.from({ length: EVENTS }, (_, index) => newEvent(index)))]

function anchorsOf(rows: readonly AuditEventRow[], ...ends: number[]): Anchor[] {
  const anchors: Anchor[] = []
  for (const end of ends)
    anchors.push(signAnchor(privateKey, [...headsOf(rows.slice(0, end)).values()], anchors.at(-1) ?? null, end * 1_000))
  return anchors
}
const anchors = anchorsOf(record, 100, 250, ANCHORED)

function verdictOf(rows: readonly AuditEventRow[], by: readonly Anchor[] = anchors, scope: Scope = 'deployment') {
  const verifier = createVerifier(scope, asFile(by), publicKey)
  rows.every(verifier.take)
  return verifier.end()
}

/** Places at or before the last anchor, spread over the whole. */
const places = Array.from({ length: PLACES }, (_, index) => Math.floor((index * (ANCHORED - 5)) / PLACES))

it('accepts the record as it was written, and counts what is not anchored yet', () => {
  expect(verdictOf(record)).toMatchObject({ ok: true, events: EVENTS, notAnchored: EVENTS - ANCHORED })
})

describe.each(Object.keys(TAMPERINGS))('%s', (kind) => {
  it.each([false, true])('is found wherever it happens (chain repaired afterwards: %s)', (repaired) => {
    const missed = places.filter((at) => verdictOf(tampered(kind, record, at, repaired)).ok)
    expect(missed).toEqual([])
  })
})

it('would find no repaired chain without anchors: they are what proves it', () => {
  expect(verdictOf(tampered('edit', record, 5, true), []).ok).toBe(true)
})

it('names the first event that does not fit', () => {
  expect(verdictOf(tampered('edit', record, 41, false)).findings[0]).toMatchObject({ sequence: 42, id: record[41]?.id })
  expect(verdictOf(tampered('delete', record, 41, false)).findings[0]?.what).toContain(
    'event 42 belongs, which is missing',
  )
  expect(verdictOf(record.slice(0, 300)).findings[0]).toMatchObject({ sequence: 301 })
})

it('finds an anchor that was forged, removed, or that covers less', () => {
  const [first, second, third] = anchors as [Anchor, Anchor, Anchor]
  const other = generateKeyPairSync('ed25519').privateKey
  const forged = signAnchor(other, second.heads, first, 0)
  expect(verdictOf(record, [first, forged]).findings[0]?.what).toContain('is not signed with this key')
  expect(verdictOf(record, [first, third]).findings[0]?.what).toContain('an anchor is missing')
  const earlier = signAnchor(privateKey, first.heads, second, 0)
  expect(verdictOf(record, [first, second, earlier]).findings[0]?.what).toContain('rolled back')
  expect(verdictOf(record, [first, { ...second, at: third.at }]).ok).toBe(false)
})

describe('an export of one org', () => {
  const exported = record.filter((row) => row.org_id === 'org-a')
  const through = (rows: readonly AuditEventRow[]) =>
    verdictOf(
      rows.map((row) => parseRecordLine(recordLine(row)) as AuditEventRow),
      anchors,
      'org',
    )

  it('is verified from its lines alone', () => {
    expect(through(exported)).toMatchObject({ ok: true, events: exported.length })
  })

  it('shows what was changed, left out or cut off', () => {
    expect(through(exported.map((row, index) => (index === 7 ? { ...row, reason: 'other' } : row))).ok).toBe(false)
    expect(through(exported.filter((_, index) => index !== 7)).ok).toBe(false)
    expect(through(exported.slice(0, 50)).findings[0]?.what).toContain('is missing')
    expect(through([...exported].reverse()).ok).toBe(false)
    expect(through(exported.map((row, at) => (at === 7 ? { ...row, sequence: 1 } : row))).ok).toBe(false)
  })
})
