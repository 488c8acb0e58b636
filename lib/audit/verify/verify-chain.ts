/**
 * Holds a record against its chains, its anchors and a head that a person kept, offline, and names what does not fit. What was
 * anchored cannot have been edited, deleted, inserted, reordered, cut off, swapped or rolled back without being found, and
 * neither can the anchors. That the newest anchors were removed together with all that they prove, only the kept head shows.
 */
import type { KeyObject } from 'node:crypto'
import { FINDING_CODES, type RecordFinding, type RecordVerdict } from '@/lib/domain/record-verdict'
import { chainOf, DEPLOYMENT_CHAIN } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import { isSignedBy } from '../anchors/anchor'
import { ANCHOR_WITHIN_MS } from '../anchors/anchor-interval'
import type { AnchorFile } from '../anchors/read-anchors'
import type { KeptHead } from '../kept-head'
import { type AnchorWaits, createAnchorWaits } from './anchor-waits'
import { checkAnchors } from './check-anchors'
import { createChainCheck, type Scope } from './check-chain'
import { createHeadSearch } from './find-head'

export type RecordVerifier = {
  /** @returns false once an event was bad: what follows changes nothing. */
  take: (event: AuditEventRow) => boolean
  /** Goes on after what retention dropped from a chain, by a checkpoint whose signature was checked. Never back. */
  skip: (head: AuditHeadRow) => void
  /** Anything else that was found. */
  add: (finding: RecordFinding) => void
  /** The last event so far of each chain. */
  heads: ReadonlyMap<string, AuditHeadRow>
  end: () => RecordVerdict
}

/** @param kept null: that the record ends where it did is not proven. */
export function createVerifier(
  scope: Scope,
  file: AnchorFile,
  publicKey: KeyObject,
  kept: KeptHead | null = null,
): RecordVerifier {
  const trusted = new Set(file.anchors.filter((anchor) => isSignedBy(publicKey, anchor)))
  const found = checkAnchors({ file, trusted, publicKey, kept })
  const chains = createChainCheck(scope, trusted)
  const head = createHeadSearch(kept, scope === 'deployment' ? DEPLOYMENT_CHAIN : null)
  let waits: AnchorWaits | null = null
  let chain = scope === 'deployment' ? DEPLOYMENT_CHAIN : ''
  let events = 0
  let isBroken = false

  /** Of a file without anchors that may be trusted, or whose newest came too long ago. */
  function findOverdue(): RecordFinding | null {
    if (file.areElsewhere) return null
    const wait = waits?.open()
    const bad = (code: 'anchors-missing' | 'anchors-overdue', what: string) => ({
      code,
      what,
      sequence: null,
      id: null,
    })
    if (file.anchors.length === 0 && file.damagedLine === null && (wait?.late || chains.starts.size > 0))
      return bad(
        'anchors-missing',
        `there is no anchor, and the record is older than ${SECONDS} s: the anchors were removed, or --anchor names the wrong file`,
      )
    if (!wait?.late || trusted.size === 0) return null
    return bad(
      'anchors-overdue',
      `${wait.events} events wait for an anchor, the first since ${iso(wait.since)}, and the record goes on for more than ${SECONDS} s after it: the newest anchors were removed, or the console did not run or could not publish them`,
    )
  }

  const notesOn = (): string[] => [
    ...(file.areElsewhere ? ['The anchors are not here: verify offline against those that the address kept.'] : []),
    ...(file.endsInHalf
      ? ['The anchors end with half a line: a power cut left it, or the file was cut off there.']
      : []),
    ...lateWords(waits?.lateBefore() ?? []),
  ]

  return {
    take(event) {
      if (isBroken) return false
      events += 1
      const what = chains.take(event)
      if (what) {
        isBroken = true
        found.push({ code: 'altered', what: `event ${event.sequence} ${what}`, sequence: event.sequence, id: event.id })
        return false
      }
      if (scope === 'org') chain = chainOf(event)
      waits ??= createAnchorWaits(chains.anchored(chain))
      waits.take(scope === 'org' ? event.org_sequence : event.sequence, event.at)
      head.take(event)
      return true
    },
    skip(given) {
      chains.skip(given)
      if (scope === 'org') chain = given.chain
    },
    add: (finding) => void found.push(finding),
    heads: chains.heads,
    end() {
      const cut = isBroken ? null : chains.findCut()
      if (cut) found.push({ code: 'altered', id: null, ...cut })
      const overdue = isBroken ? null : findOverdue()
      if (overdue) found.push(overdue)
      const { finding, tail, note } = isBroken
        ? { finding: null, tail: { proven: false, afterHead: null }, note: null }
        : head.end(chains.starts, chains.heads)
      if (finding) found.push(finding)
      const last = chains.lastAnchor(chain)
      return {
        ok: found.length === 0,
        events,
        anchors: file.anchors.length,
        anchoredAt: last.at,
        notAnchored: Math.max(0, (chains.heads.get(chain)?.sequence ?? 0) - last.sequence),
        findings: found.sort((a, b) => FINDING_CODES.indexOf(a.code) - FINDING_CODES.indexOf(b.code)),
        tail: found.length === 0 ? tail : { proven: false, afterHead: null },
        compared: null,
        notCovered: null,
        notes: note ? [...notesOn(), note] : notesOn(),
      }
    },
  }
}

const SECONDS = ANCHOR_WITHIN_MS / 1_000
const iso = (at: number): string => new Date(at).toISOString()

function lateWords(late: readonly number[]): string[] {
  const [first] = late
  if (first === undefined) return []
  const times = late.length === 1 ? 'once' : `${late.length} times, first`
  return [
    `Anchors came late ${times} for events since ${iso(first)}: the console could not publish them then, or some were removed before it went on.`,
  ]
}
