/**
 * Holds a record against its chains and its anchors, offline, and names the first event that does not fit. What was anchored
 * cannot have been edited, deleted, inserted, reordered, cut off, swapped or rolled back without being found; events after
 * the last anchor are only held against each other.
 */
import type { KeyObject } from 'node:crypto'
import type { RecordVerdict } from '@/lib/domain/console-api'
import { chainOf, DEPLOYMENT_CHAIN, GENESIS, hashEvent, hashLink } from '@/lib/store/audit-chain'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/schema'
import { type Anchor, anchorHash, isSignedBy } from './anchor'

/** `org`: the events of one chain, as exported; the numbers of the deployment are not held against each other. */
export type Scope = 'deployment' | 'org'

type Finding = NonNullable<RecordVerdict['firstBad']>

export type RecordVerifier = {
  /** @returns false once something bad was found: what follows changes nothing. */
  take: (event: AuditEventRow) => boolean
  /** Goes on after what retention dropped from a chain, as a checkpoint says whose signature was checked. Never back. */
  skip: (head: AuditHeadRow) => void
  end: () => RecordVerdict
}

export function createVerifier(scope: Scope, anchors: readonly Anchor[], publicKey: KeyObject): RecordVerifier {
  const heads = new Map<string, AuditHeadRow>()
  const expected = new Map<string, Map<number, { hash: string; at: string }>>()
  let events = 0
  let firstBad: Finding | null = checkAnchors(anchors, publicKey)
  for (const { at, heads: anchored } of anchors)
    for (const { chain, sequence, hash } of anchored) {
      if (!expected.has(chain)) expected.set(chain, new Map())
      expected.get(chain)?.set(sequence, { hash, at })
    }

  const headOf = (chain: string): AuditHeadRow => {
    const head = heads.get(chain) ?? { chain, sequence: 0, hash: GENESIS }
    heads.set(chain, head)
    return head
  }

  /** What is wrong with the event at its place; null when nothing is. Moves the heads. */
  function check(event: AuditEventRow): string | null {
    const own = headOf(chainOf(event))
    if (scope === 'deployment') {
      const whole = headOf(DEPLOYMENT_CHAIN)
      const misplaced = placeFault(whole.sequence + 1, event.sequence)
      if (misplaced) return misplaced
      const link = hashLink(whole.hash, event.sequence, event.hash)
      Object.assign(whole, { sequence: event.sequence, hash: link })
      if (link !== event.chain_hash)
        return 'does not follow the event before it: one of the two was changed or replaced'
    }
    const misplaced = placeFault(own.sequence + 1, event.org_sequence)
    if (misplaced) return `${misplaced} in the chain of its org`
    const hash = hashEvent(own.hash, event)
    Object.assign(own, { sequence: event.org_sequence, hash })
    if (hash !== event.hash) return 'is not as it was written: it was changed, or the one before it replaced'
    return anchorFault(own) ?? (scope === 'deployment' ? anchorFault(headOf(DEPLOYMENT_CHAIN)) : null)
  }

  function anchorFault({ chain, sequence, hash }: AuditHeadRow): string | null {
    const anchored = expected.get(chain)?.get(sequence)
    if (!anchored || anchored.hash === hash) return null
    return `is not the one that was anchored at ${anchored.at}: it, or one since the anchor before, was replaced`
  }

  /** A chain that ends before its last anchor was cut off. */
  function findCut(): Finding | null {
    const chains = scope === 'deployment' ? new Set([DEPLOYMENT_CHAIN, ...expected.keys()]) : heads.keys()
    for (const chain of chains) {
      const { sequence } = headOf(chain)
      const last = Math.max(0, ...(expected.get(chain)?.keys() ?? []))
      if (last <= sequence) continue
      const at = expected.get(chain)?.get(last)?.at
      const whose = chain === DEPLOYMENT_CHAIN ? '' : ' of its org'
      return {
        sequence: chain === DEPLOYMENT_CHAIN ? sequence + 1 : null,
        id: null,
        what: `event ${sequence + 1}${whose} is missing: ${last} were anchored at ${at}, and the record ends before. It was cut off or rolled back`,
      }
    }
    return null
  }

  return {
    take(event) {
      if (firstBad) return false
      events += 1
      const what = check(event)
      if (what) firstBad = { sequence: event.sequence, id: event.id, what: `event ${event.sequence} ${what}` }
      return firstBad === null
    },
    skip(head) {
      if (head.sequence > headOf(head.chain).sequence) heads.set(head.chain, { ...head })
    },
    end() {
      firstBad ??= findCut()
      const chain = scope === 'deployment' ? DEPLOYMENT_CHAIN : ([...heads.keys()][0] ?? '')
      const last = Math.max(0, ...(expected.get(chain)?.keys() ?? []))
      return {
        ok: firstBad === null,
        events,
        anchors: anchors.length,
        anchoredAt: expected.get(chain)?.get(last)?.at ?? null,
        notAnchored: Math.max(0, headOf(chain).sequence - last),
        firstBad,
      }
    },
  }
}

function placeFault(expected: number, found: number): string | null {
  if (found === expected) return null
  return found > expected
    ? `comes where event ${expected} belongs, which is missing`
    : `stands after event ${expected - 1}: it was inserted, repeated or moved`
}

/** Every anchor is signed, follows the one before it, and no chain ever got shorter. */
function checkAnchors(anchors: readonly Anchor[], publicKey: KeyObject): Finding | null {
  let previous: Anchor | null = null
  for (const [index, anchor] of anchors.entries()) {
    const bad = (what: string): Finding => ({
      sequence: null,
      id: null,
      what: `anchor ${index + 1} (${anchor.at}) ${what}`,
    })
    if (!isSignedBy(publicKey, anchor)) return bad('is not signed with this key')
    // A console that began anew at an endpoint does not know the one before.
    if (previous && anchor.previous !== null && anchor.previous !== anchorHash(previous))
      return bad('does not follow the one before it: an anchor is missing or was moved')
    const shorter = previous && anchor.heads.find((head) => head.sequence < sequenceOf(previous as Anchor, head.chain))
    if (shorter) return bad('says less than the one before it: the record was rolled back')
    previous = anchor
  }
  return null
}

const sequenceOf = (anchor: Anchor, chain: string): number =>
  anchor.heads.find((head) => head.chain === chain)?.sequence ?? 0
