/** Holds events against the chains that they are in, and against what was anchored of those chains. */
import { chainOf, DEPLOYMENT_CHAIN, GENESIS, hashEvent, hashLink } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { Anchor } from '../anchors/anchor'

/** `org`: the events of one chain, as exported; their numbers in the deployment only have to grow. */
export type Scope = 'deployment' | 'org'

export type ChainCheck = {
  /** What is wrong with the event at its place; null when nothing is. */
  take: (event: AuditEventRow) => string | null
  /** Goes on after what retention dropped from a chain. Never back. */
  skip: (head: AuditHeadRow) => void
  /** The last event so far of each chain, and where chains begin whose older events were dropped. */
  heads: ReadonlyMap<string, AuditHeadRow>
  starts: ReadonlyMap<string, AuditHeadRow>
  /** A chain that ends before its last anchor was cut off. */
  findCut: () => { sequence: number | null; what: string } | null
  /** Sequences of a chain that were anchored. */
  anchored: (chain: string) => Iterable<number>
  /** When the last event of a chain was anchored, and which that is. */
  lastAnchor: (chain: string) => { sequence: number; at: string | null }
}

export function createChainCheck(scope: Scope, anchors: Iterable<Anchor>): ChainCheck {
  const heads = new Map<string, AuditHeadRow>()
  const starts = new Map<string, AuditHeadRow>()
  const expected = new Map<string, Map<number, { hash: string; at: string }>>()
  const lastOf = new Map<string, number>()
  for (const { at, heads: anchored } of anchors)
    for (const { chain, sequence, hash } of anchored) {
      if (!expected.has(chain)) expected.set(chain, new Map())
      expected.get(chain)?.set(sequence, { hash, at })
      lastOf.set(chain, Math.max(sequence, lastOf.get(chain) ?? 0))
    }

  let lastNumber = 0
  const headOf = (chain: string): AuditHeadRow => {
    const head = heads.get(chain) ?? { chain, sequence: 0, hash: GENESIS }
    heads.set(chain, head)
    return head
  }

  function anchorFault({ chain, sequence, hash }: AuditHeadRow): string | null {
    const anchored = expected.get(chain)?.get(sequence)
    if (!anchored || anchored.hash === hash) return null
    return `is not the one that was anchored at ${anchored.at}: it, or one since the anchor before, was replaced`
  }

  const lastAnchor = (chain: string) => {
    const sequence = lastOf.get(chain) ?? 0
    return { sequence, at: expected.get(chain)?.get(sequence)?.at ?? null }
  }

  return {
    take(event) {
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
      if (event.sequence <= lastNumber || event.sequence < event.org_sequence)
        return `has a number in the whole record that it cannot have after event ${lastNumber}: it was changed`
      lastNumber = event.sequence
      const hash = hashEvent(own.hash, event)
      Object.assign(own, { sequence: event.org_sequence, hash })
      if (hash !== event.hash) return 'is not as it was written: it was changed, or the one before it replaced'
      return anchorFault(own) ?? (scope === 'deployment' ? anchorFault(headOf(DEPLOYMENT_CHAIN)) : null)
    },
    skip(head) {
      if (head.sequence <= headOf(head.chain).sequence) return
      heads.set(head.chain, { ...head })
      starts.set(head.chain, { ...head })
    },
    heads,
    starts,
    findCut() {
      const chains = scope === 'deployment' ? new Set([DEPLOYMENT_CHAIN, ...expected.keys()]) : [...heads.keys()]
      for (const chain of chains) {
        const { sequence } = headOf(chain)
        const last = lastAnchor(chain)
        if (last.sequence <= sequence) continue
        const whose = chain === DEPLOYMENT_CHAIN ? '' : ' of its org'
        return {
          sequence: chain === DEPLOYMENT_CHAIN ? sequence + 1 : null,
          what: `event ${sequence + 1}${whose} is missing: ${last.sequence} were anchored at ${last.at}, and the record ends before. It was cut off or rolled back`,
        }
      }
      return null
    },
    anchored: (chain) => expected.get(chain)?.keys() ?? [],
    lastAnchor,
  }
}

function placeFault(expected: number, found: number): string | null {
  if (found === expected) return null
  return found > expected
    ? `comes where event ${expected} belongs, which is missing`
    : `comes after event ${expected - 1}: it was inserted, repeated or moved`
}
