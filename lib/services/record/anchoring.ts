/** Publishes an anchor of the record every 60 s, and as soon as 1,000 events came after the last one. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Logger } from 'pino'
import { DEPLOYMENT_CHAIN } from '@/lib/store/audit-chain'
import { eventAt, listHeads } from '@/lib/store/audit-heads'
import type { Store } from '@/lib/store/open-store'
import type { Clock } from '../context'
import { type Anchor, fingerprint, isSignedBy, signAnchor } from './anchor'
import type { AnchorTarget } from './anchor-target'
import { dropOldEvents } from './retention'

const ANCHOR_EVERY_MS = 60_000
const ANCHOR_EVENTS = 1_000
const LOOK_EVERY_MS = 2_000

/** `fault`: why the last anchor could not be published. */
export type AnchorStatus = {
  target: string
  key: string
  lastAt: string | null
  lastSequence: number
  fault: string | null
  /** The record does not hold what was anchored: it was changed, rolled back, or restored from a backup. */
  broken: string | null
  /** What makes the proof weaker than it should be. */
  warnings: string[]
}

export type Anchoring = {
  status: () => AnchorStatus
  /** Those that the record can be held against here. */
  anchors: () => Promise<Anchor[]>
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
  const { store, clock, log, key, target, keepMs, warnings = [] } = parts
  const publicKey = createPublicKey(key)
  let last: Anchor | null = null
  let lastTriedAt = clock.now()
  let fault: string | null = null
  let broken: string | null = null
  try {
    last = await target.newest()
    broken = last ? await contradiction(store, last, publicKey) : null
    if (broken) log.error({ anchor: last?.at }, broken)
  } catch (error) {
    fault = reason(error)
  }

  async function publish(): Promise<void> {
    lastTriedAt = clock.now()
    try {
      const heads = await listHeads(store.reads)
      if (sequenceIn(heads) <= sequenceIn(last?.heads ?? [])) return
      const anchor = signAnchor(key, heads, last, clock.now())
      await target.publish(anchor)
      last = anchor
      fault = null
      await forget()
    } catch (error) {
      fault = reason(error)
      log.warn({ err: error, target: target.name }, 'anchor not published')
    }
  }

  async function forget(): Promise<void> {
    if (keepMs === null || broken) return
    const now = clock.now()
    const anchoredUntil = sequenceIn(last?.heads ?? [])
    const dropped = await dropOldEvents(store, key, { olderThan: now - keepMs, anchoredUntil, now })
    if (dropped > 0) log.info({ dropped }, 'old events of the record dropped; a signed checkpoint took their place')
  }

  let underWay: Promise<void> = Promise.resolve()
  const look = async () => {
    const isDue = clock.now() - lastTriedAt >= ANCHOR_EVERY_MS
    const waiting = fault ? 0 : sequenceIn(await listHeads(store.reads)) - sequenceIn(last?.heads ?? [])
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
      lastSequence: sequenceIn(last?.heads ?? []),
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

/** For everybody who may see the record; the log has the whole fault, with the paths of the server. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, syscall, path } = error as NodeJS.ErrnoException
  return path === undefined ? error.message : `the file cannot be written (${syscall}: ${code})`
}

const sequenceIn = (heads: readonly { chain: string; sequence: number }[]): number =>
  heads.find((head) => head.chain === DEPLOYMENT_CHAIN)?.sequence ?? 0

/** Why the record cannot be the one that was anchored; null when it can. */
async function contradiction(store: Store, anchor: Anchor, publicKey: KeyObject): Promise<string | null> {
  if (!isSignedBy(publicKey, anchor)) return 'the newest anchor was signed with another key: verify the record by hand'
  const head = anchor.heads.find(({ chain }) => chain === DEPLOYMENT_CHAIN)
  if (!head || head.sequence === 0) return null
  const event = await eventAt(store.reads, head.sequence)
  if (event?.chain_hash === head.hash) return null
  return event
    ? `event ${head.sequence} is not the one that was anchored at ${anchor.at}: the record was changed`
    : `the record ends before event ${head.sequence}, which was anchored at ${anchor.at}: it was rolled back, or restored from an older backup`
}
