/** The head as a person keeps it: printed, copied, and looked for in a record that went on, was cut, or lost its beginning. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import { asFile, chain, headsOf, newEvent } from '@/testing/audit/tampered-chains'
import { signAnchor } from './anchors/anchor'
import { ANCHORS_ELSEWHERE } from './anchors/read-anchors'
import { formatHead, parseHead } from './kept-head'
import { createVerifier } from './verify/verify-chain'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const record = [...chain(Array.from({ length: 90 }, (_, index) => newEvent(index)))]
const anchors = [signAnchor(privateKey, [...headsOf(record.slice(0, 60)).values()], null, 1_000)]

const headAt = (events: number, org = 'org-a'): string => {
  const heads = headsOf(record.slice(0, events))
  return formatHead(heads.get('*') as AuditHeadRow, heads.get(org) as AuditHeadRow, null, null)
}

function tailOf(rows: readonly AuditEventRow[], head: string, starts: readonly AuditHeadRow[] = []) {
  const verifier = createVerifier('deployment', asFile(anchors), publicKey, parseHead(head))
  starts.forEach(verifier.skip)
  rows.every(verifier.take)
  const { tail, findings, notes } = verifier.end()
  return { tail, codes: findings.map(({ code }) => code), what: findings[0]?.what, notes }
}

it('is read as it is printed, with or without key and anchor, and however it was pasted', () => {
  const whole = { sequence: 12, hash: 'a'.repeat(64) }
  const own = { chain: 'org-a', sequence: 5, hash: 'b'.repeat(64) }
  const text = formatHead(whole, own, 'c'.repeat(64), 'd'.repeat(64))
  expect(parseHead(`  ${text}\n`)).toEqual({ whole, own, either: null, key: 'c'.repeat(32), anchor: 'd'.repeat(32) })
  expect(parseHead(formatHead(whole, own, null, null))).toMatchObject({ key: null, anchor: null })
})

it.each(['', 'head1:', 'head1:1:2', 'x'.repeat(64), `1:${'g'.repeat(64)}`, headAt(9).slice(0, -3), `${headAt(9)}:x`])(
  'is refused when it is %j',
  (text) => {
    expect(() => parseHead(text)).toThrow('is copied whole')
  },
)

describe('in a record', () => {
  it('proves it to the end, and reports how much came after', () => {
    expect(tailOf(record, headAt(90))).toEqual({ tail: { proven: true, afterHead: 0 }, codes: [], notes: [] })
    expect(tailOf(record, headAt(31)).tail).toEqual({ proven: true, afterHead: 59 })
    expect(tailOf(record, record[30]?.chain_hash ?? '').tail).toEqual({ proven: true, afterHead: 59 })
    expect(tailOf(record, `31:${record[30]?.chain_hash}`).tail.proven).toBe(true)
    expect(tailOf(record, record[30]?.hash ?? '').tail.proven).toBe(true)
  })

  it('shows that it was cut off', () => {
    const { codes, what } = tailOf(record.slice(0, 70), headAt(80))
    expect([codes, what]).toEqual([['head-missing'], expect.stringContaining('ends with event 70')])
    expect(tailOf(record.slice(0, 70), record[79]?.hash ?? '').codes).toEqual(['head-missing'])
  })

  it('shows that it was rewritten, by the chain of the org too', () => {
    const other = [...chain(record.map((row, at) => (at === 66 ? { ...row, reason: 'other' } : row)))]
    expect(tailOf(other, headAt(80)).what).toContain('it was rewritten from there or before')
    expect(tailOf(other, headAt(67)).codes).toEqual(['head-missing'])
    expect(tailOf(other, headAt(66)).tail.proven).toBe(true)
    const [, , , ...own] = headAt(80).split(':')
    const mixed = ['head1', '66', record[65]?.chain_hash, ...own].join(':')
    expect(tailOf(other, mixed).what).toContain('of its org')
  })

  it('proves nothing if retention dropped what it names, and reports that', () => {
    const starts = [...headsOf(record.slice(0, 45)).values()]
    const rest = record.slice(45)
    expect(tailOf(rest, headAt(45), starts).tail.proven).toBe(true)
    expect(tailOf(rest, headAt(80), starts).tail.proven).toBe(true)
    const tooOld = tailOf(rest, headAt(20), starts)
    expect(tooOld).toMatchObject({
      tail: { proven: false },
      codes: [],
      notes: [expect.stringContaining('Take a newer one')],
    })
    expect(tailOf(rest.slice(0, -20), headAt(80), starts).codes).toEqual(['head-missing'])
  })
})

it('is looked for too if the anchors are out of reach, and reports that', () => {
  const hoursApart = [...chain([newEvent(0), { ...newEvent(1), at: newEvent(0).at + 7_200_000 }])]
  const [whole, own] = [...headsOf(hoursApart).values()].sort((a, b) => (a.chain === '*' ? -1 : b.sequence)) as [
    AuditHeadRow,
    AuditHeadRow,
  ]
  const kept = parseHead(formatHead(whole, own, null, 'd'.repeat(64)))
  const verifier = createVerifier('deployment', ANCHORS_ELSEWHERE, publicKey, kept)
  hoursApart.every(verifier.take)
  expect(verifier.end()).toMatchObject({
    findings: [],
    tail: { proven: true },
    notes: [expect.stringContaining('The anchors are not here')],
  })
})
