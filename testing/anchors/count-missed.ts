/** Tampers with anchors at many places, and counts what a verification does not answer as it should. */

import { type KeptHead, parseHead } from '@/lib/audit/kept-head'
import type { Scope } from '@/lib/audit/verify/check-chain'
import { createVerifier } from '@/lib/audit/verify/verify-chain'
import type { FindingCode, RecordVerdict } from '@/lib/domain/record-verdict'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import { asFile } from '../audit/tampered-chains'
import { ANCHOR_TAMPERINGS, type Tampered } from './anchor-tamperings'
import type { AnchoredRecord } from './anchored-record'

/** `kinds`: all unless given. `blindTo`: of a deliberately broken verification, what it does not find. */
export type Counting = { places: number; random: () => number; kinds?: readonly string[]; blindTo?: FindingCode }

type Answer = 'found' | 'proven' | 'unproven'
const SCOPES: readonly Scope[] = ['deployment', 'org']

function answerTo(
  { events, anchors }: Pick<Tampered, 'events' | 'anchors'>,
  scope: Scope,
  { orgId, publicKey }: AnchoredRecord,
  kept: KeptHead | null,
  blindTo?: FindingCode,
): Answer {
  const verifier = createVerifier(scope, asFile(anchors), publicKey, kept)
  const isMeant = (event: AuditEventRow) => scope === 'deployment' || event.org_id === orgId
  events.filter(isMeant).every(verifier.take)
  const { findings, tail }: RecordVerdict = verifier.end()
  if (findings.some(({ code }) => code !== blindTo)) return 'found'
  return tail.proven || (findings.length > 0 && kept) ? 'proven' : 'unproven'
}

/** @returns for each kind how often the answer was wrong. @throws Error when the record as it was written is not accepted. */
export function countMissed(
  given: AnchoredRecord,
  { places, random, kinds, blindTo }: Counting,
): Record<string, number> {
  const kept = parseHead(given.head)
  for (const scope of SCOPES)
    if (answerTo(given, scope, given, kept) !== 'proven' || answerTo(given, scope, given, null) !== 'unproven')
      throw new Error(`the record as it was written is not answered as it should be (${scope})`)
  const missed: Record<string, number> = {}
  for (const [kind, tamper] of Object.entries(ANCHOR_TAMPERINGS)) {
    if (kinds && !kinds.includes(kind)) continue
    missed[kind] = 0
    for (let place = 0; place < places; place += 1) {
      const tampered = tamper(given, random(), random())
      for (const scope of SCOPES) {
        if (answerTo(tampered, scope, given, kept, blindTo) !== 'found') missed[kind] += 1
        const without = answerTo(tampered, scope, given, null, blindTo)
        if (tampered.shows ? without !== 'found' : without === 'proven') missed[kind] += 1
      }
    }
  }
  return missed
}
