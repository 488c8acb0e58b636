/** Publishes an anchor of the record within a minute of every event, and as soon as 1,000 events came after the last one. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import { lastSequence, listHeads } from '@/lib/store/audit/audit-chain-heads'
import { keepPublishedAnchor } from '@/lib/store/audit/published-anchors'
import type { Store } from '@/lib/store/rows/db'
import { type Anchor, anchorHash, fingerprint, signAnchor } from './anchor'
import { ANCHOR_EVENTS, ANCHOR_WITHIN_MS } from './anchor-interval'
import type { AnchorTarget } from './anchor-target'
import { findLastAnchor, isAnchored, sequenceIn } from './last-anchor'
import type { AnchorFile } from './read-anchors'
import { dropOldEvents } from './retention'

const LOOK_EVERY_MS = 2_000
/** Looking, signing and publishing take up to this much of the minute. */
const ANCHOR_EVERY_MS = ANCHOR_WITHIN_MS - 10_000

/** `fault`: why the last anchor could not be published. */
export type AnchorStatus = {
  target: string
  key: string
  lastAt: string | null
  lastSequence: number
  /** SHA-256 of the newest anchor, in hex. */
  lastAnchor: string | null
  fault: string | null
  /** The record does not hold what was anchored: it was changed, rolled back, or restored from a backup. */
  broken: string | null
  /** What makes the proof weaker than it should be. */
  warnings: string[]
}

export type Anchoring = {
  status: () => AnchorStatus
  /** Those that the record can be compared with here. */
  anchors: () => Promise<AnchorFile>
  /** Null without a signing key. */
  publicKey: KeyObject | null
  /** Publishes now what is not anchored yet. */
  publish: () => Promise<void>
  stop: () => Promise<void>
}

/** `keepMs`: events older than that are dropped once they are anchored; null keeps them for ever. */
type Parts = {
  store: Store
  clock: Clock
  log: Logger
  key: KeyObject
  target: AnchorTarget
  keepMs: number | null
  warnings?: string[]
}

export async function startAnchoring(parts: Parts): Promise<Anchoring> {
  const { store, clock, log, key, target, keepMs } = parts
  const warnings = [...(parts.warnings ?? [])]
  const publicKey = createPublicKey(key)
  let last: Anchor | null = null
  let lastTriedAt = clock.now()
  let fault: string | null = null
  let broken: string | null = null
  try {
    const found = await findLastAnchor(store, target, publicKey)
    last = found.last
    broken = found.broken
    if (found.warning) warnings.push(found.warning)
    if (broken) log.error({ anchor: last?.at }, broken)
  } catch (error) {
    fault = reason(error)
  }

  async function publish(): Promise<void> {
    lastTriedAt = clock.now()
    try {
      const heads = await listHeads(store.reads)
      // One that was rolled back is anchored too: what comes after it is to be proven as well.
      if (isAnchored(heads, last)) return
      const anchor = signAnchor(key, heads, last, clock.now())
      await target.publish(anchor)
      last = anchor
      fault = null
      await remember(anchor)
      await forget()
    } catch (error) {
      fault = reason(error)
      log.warn({ err: error, target: target.name }, 'anchor not published')
    }
  }

  /** Published is published: that it cannot be noted only means that its loss would not be noticed here. */
  const remember = (anchor: Anchor) =>
    keepPublishedAnchor(store.db, JSON.stringify(anchor)).catch((error) =>
      log.warn({ err: error }, 'a published anchor was not noted'),
    )

  async function forget(): Promise<void> {
    if (keepMs === null || broken) return
    const now = clock.now()
    const anchoredUntil = sequenceIn(last)
    const dropped = await dropOldEvents(store, key, { olderThan: now - keepMs, anchoredUntil, now })
    if (dropped > 0) log.info({ dropped }, 'old events of the record dropped; a signed checkpoint took their place')
  }

  let underWay: Promise<void> = Promise.resolve()
  const look = async () => {
    const isDue = clock.now() - lastTriedAt >= ANCHOR_EVERY_MS
    const waiting = fault ? 0 : (await lastSequence(store.reads)) - sequenceIn(last)
    if (isDue || waiting >= ANCHOR_EVENTS) await publish()
  }
  const looking = setInterval(() => {
    underWay = underWay.then(look).catch((error) => log.warn({ err: error }, 'anchor not looked at'))
  }, LOOK_EVERY_MS)
  looking.unref()

  return {
    status: () => ({
      target: target.name,
      key: fingerprint(key),
      lastAt: last?.at ?? null,
      lastSequence: sequenceIn(last),
      lastAnchor: last && anchorHash(last),
      fault,
      broken,
      warnings,
    }),
    anchors: target.all,
    publicKey,
    publish: () => {
      underWay = underWay.then(publish)
      return underWay
    },
    async stop() {
      clearInterval(looking)
      await underWay
      await publish()
    },
  }
}

/** For every person who may see the record; the log has the whole fault, with the paths of the server. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, syscall, path } = error as NodeJS.ErrnoException
  return path === undefined ? error.message : `the file cannot be written (${syscall}: ${code})`
}
