/**
 * What an intruder can do who writes the database and the anchors, but who has neither the signing key nor the head
 * that a person kept.
 */
import { generateKeyPairSync } from 'node:crypto'
import { type Anchor, signAnchor } from '@/lib/audit/anchors/anchor'
import { ANCHOR_WITHIN_MS } from '@/lib/audit/anchors/anchor-interval'
import { DEPLOYMENT_CHAIN } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import { chain, headsOf } from '../audit/tampered-chains'
import type { AnchoredRecord } from './anchored-record'

/** `shows`: it must be found without the kept head too; else "tail unproven" is the right answer then. */
export type Tampered = { events: AuditEventRow[]; anchors: Anchor[]; shows: boolean }

/** @param at where, from 0 to below 1. @param way which of several ways, the same. */
type AnchorTampering = (given: AnchoredRecord, at: number, way: number) => Tampered

const sequenceOf = (anchor: Anchor): number =>
  anchor.heads.find((head) => head.chain === DEPLOYMENT_CHAIN)?.sequence ?? 0
const pick = (at: number, count: number): number => Math.floor(at * count)

/** Whether more than a minute of the record lies behind its newest anchor. */
function isOverdue(events: readonly AuditEventRow[], anchors: readonly Anchor[]): boolean {
  const last = anchors.at(-1)
  const waiting = events.slice(last ? sequenceOf(last) : 0)
  return (waiting.at(-1)?.at ?? 0) - (waiting[0]?.at ?? 0) > ANCHOR_WITHIN_MS
}

const onlyAnchors = ({ events }: AnchoredRecord, anchors: Anchor[], shows = true): Tampered => ({
  events,
  anchors,
  shows,
})

/** An event of the org was changed, and everything after it chained anew. */
function rewritten({ events, orgId }: AnchoredRecord, at: number): { events: AuditEventRow[]; from: number } {
  const from = eventOfOrg(events, orgId, at)
  const changed = events.map((event, index) => (index === from ? { ...event, actor_name: 'another person' } : event))
  return { events: [...chain(changed)], from }
}

function eventOfOrg(events: readonly AuditEventRow[], orgId: string, at: number): number {
  const places = events.flatMap((event, index) => (event.org_id === orgId ? [index] : []))
  return places[pick(at, places.length)] as number
}

/** Anchors of what the record still holds up to there. */
const until = (anchors: readonly Anchor[], events: number): Anchor[] =>
  anchors.filter((anchor) => sequenceOf(anchor) <= events)

/** Its time, what it says, what it follows, and whose chains it speaks of. */
const CHANGES: ((anchor: Anchor, other: Anchor) => Anchor)[] = [
  (anchor) => ({ ...anchor, at: new Date(Date.parse(anchor.at) + ANCHOR_WITHIN_MS).toISOString() }),
  (anchor, other) => ({ ...anchor, heads: other.heads }),
  (anchor, other) => ({ ...anchor, previous: other.previous }),
  ({ heads, ...anchor }) => ({
    ...anchor,
    heads: heads.map((head, index) => ({ ...head, chain: heads[(index + 1) % heads.length]?.chain ?? '' })),
  }),
]

export const ANCHOR_TAMPERINGS: Record<string, AnchorTampering> = {
  'all anchors gone': (given) => onlyAnchors(given, []),
  'first anchors gone': (given, at) => onlyAnchors(given, given.anchors.slice(1 + pick(at, given.anchors.length - 1))),
  'an anchor gone in between': (given, at) =>
    onlyAnchors(given, given.anchors.toSpliced(1 + pick(at, given.anchors.length - 2), 1)),
  'newest anchors gone': (given, at) => {
    const anchors = given.anchors.slice(0, 1 + pick(at, given.anchors.length - 1))
    return onlyAnchors(given, anchors, isOverdue(given.events, anchors))
  },
  'an anchor moved or repeated': (given, at, way) => {
    const index = pick(at, given.anchors.length - 1)
    const [one, next] = given.anchors.slice(index, index + 2) as [Anchor, Anchor]
    return onlyAnchors(given, given.anchors.toSpliced(index, 2, ...(way < 0.5 ? [next, one] : [one, one, next])))
  },
  'an anchor changed': (given, at, way) => {
    const index = pick(at, given.anchors.length)
    const change = CHANGES[pick(way, CHANGES.length)] as (typeof CHANGES)[number]
    const other = given.anchors[(index + 1) % given.anchors.length] as Anchor
    return onlyAnchors(given, given.anchors.toSpliced(index, 1, change(given.anchors[index] as Anchor, other)))
  },
  'record and anchors made anew with another key': (given, at) => {
    const { events } = rewritten(given, at)
    const { privateKey } = generateKeyPairSync('ed25519')
    const anchors: Anchor[] = []
    for (const anchor of given.anchors) {
      const heads = [...headsOf(events.slice(0, sequenceOf(anchor))).values()]
      anchors.push(signAnchor(privateKey, heads, anchors.at(-1) ?? null, Date.parse(anchor.at)))
    }
    return { events, anchors, shows: true }
  },
  'record rewritten and later anchors gone': (given, at) => {
    const { events, from } = rewritten(given, at)
    const anchors = until(given.anchors, from)
    return { events, anchors, shows: isOverdue(events, anchors) }
  },
  'record and anchors cut at the same event': (given, at) => {
    const events = given.events.slice(0, eventOfOrg(given.events, given.orgId, at))
    const anchors = until(given.anchors, events.length)
    return { events, anchors, shows: isOverdue(events, anchors) }
  },
}
