/** Where anchoring goes on at the start: after the newest anchor, whether the target still has it or not. */
import type { KeyObject } from 'node:crypto'
import { DEPLOYMENT_CHAIN } from '@/lib/store/audit/audit-chain'
import { eventAt } from '@/lib/store/audit/audit-chain-heads'
import { publishedAnchor } from '@/lib/store/audit/published-anchors'
import type { AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { Store } from '@/lib/store/rows/db'
import { type Anchor, isSignedBy, parseAnchor } from './anchor'
import type { AnchorTarget } from './anchor-target'

/** `broken`: why the record or its anchors are not what they were. `warning`: what may have an innocent reason. */
export type LastAnchor = { last: Anchor | null; broken: string | null; warning: string | null }

export async function findLastAnchor(store: Store, target: AnchorTarget, publicKey: KeyObject): Promise<LastAnchor> {
  const there = await target.newest()
  const noted = parseAnchor((await publishedAnchor(store.reads)) ?? '')
  // An anchor of another key is no proof of how far this console came: a forged one would keep the next from being published.
  const isOurs = (anchor: Anchor | null): anchor is Anchor => anchor !== null && isSignedBy(publicKey, anchor)
  const newest = isOurs(there) ? there : null
  const published = isOurs(noted) ? noted : null
  const isLost = target.isReadable && published !== null && sequenceIn(published) > (newest ? sequenceIn(newest) : -1)
  // The next anchor follows the last published one, even if that is lost: so the gap stays visible.
  const last = isLost || !newest ? published : newest
  const foreign = there && !newest ? 'the newest anchor was signed with another key: verify the record by hand' : null
  const broken = foreign ?? (last ? await contradiction(store, last) : null)
  if (!isLost || !published || foreign) return { last, broken, warning: null }
  if (!newest)
    return {
      last,
      broken,
      warning: `There is no anchor where anchors go now; the last one, of ${published.at}, went elsewhere or was removed. Keep that file: a verification needs both.`,
    }
  const lost = `the newest anchor there is of ${newest.at}, and one of ${published.at} was published: anchors were removed, or the file is an older copy`
  return { last, broken: broken ?? lost, warning: null }
}

/** Whether an anchor proves that the record ends where it does. */
export const isAnchored = (heads: readonly AuditHeadRow[], anchor: Anchor | null): boolean => {
  const whole = heads.find((head) => head.chain === DEPLOYMENT_CHAIN)
  const anchored = anchor?.heads.find((head) => head.chain === DEPLOYMENT_CHAIN)
  const sequence = whole?.sequence ?? 0
  return sequence === (anchored?.sequence ?? 0) && (sequence === 0 || whole?.hash === anchored?.hash)
}

/** Of the deployment; 0 for none. */
export const sequenceIn = (anchor: Anchor | null): number =>
  anchor?.heads.find((head) => head.chain === DEPLOYMENT_CHAIN)?.sequence ?? 0

/** Why the record cannot be the one that was anchored; null when it can. */
async function contradiction(store: Store, anchor: Anchor): Promise<string | null> {
  const head = anchor.heads.find(({ chain }) => chain === DEPLOYMENT_CHAIN)
  if (!head || head.sequence === 0) return null
  const event = await eventAt(store.reads, head.sequence)
  if (event?.chain_hash === head.hash) return null
  return event
    ? `event ${head.sequence} is not the one that was anchored at ${anchor.at}: the record was changed`
    : `the record ends before event ${head.sequence}, which was anchored at ${anchor.at}: it was rolled back, or restored from an older backup`
}
