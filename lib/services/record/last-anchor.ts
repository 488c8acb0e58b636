/** Where anchoring goes on at the start: after the newest anchor, whether the target still has it or not. */
import type { KeyObject } from 'node:crypto'
import { DEPLOYMENT_CHAIN } from '@/lib/store/audit-chain'
import { eventAt } from '@/lib/store/audit-heads'
import type { Store } from '@/lib/store/open-store'
import { publishedAnchor } from '@/lib/store/published-anchors'
import { type Anchor, isSignedBy, parseAnchor } from './anchor'
import type { AnchorTarget } from './anchor-target'

/** `broken`: why the record or its anchors are not what they were. `warning`: what may have an innocent reason. */
export type LastAnchor = { last: Anchor | null; broken: string | null; warning: string | null }

export async function findLastAnchor(store: Store, target: AnchorTarget, publicKey: KeyObject): Promise<LastAnchor> {
  const newest = await target.newest()
  const published = parseAnchor((await publishedAnchor(store.reads)) ?? '')
  const isLost = target.isReadable && published !== null && sequenceIn(published) > (newest ? sequenceIn(newest) : -1)
  // What is lost there is still what the next one follows: the gap stays visible for ever.
  const last = isLost || !newest ? published : newest
  const broken = last ? await contradiction(store, last, publicKey) : null
  if (!isLost || !published) return { last, broken, warning: null }
  if (!newest)
    return {
      last,
      broken,
      warning: `There is no anchor where anchors go now; the last one, of ${published.at}, went elsewhere or was removed. Keep that file: a verification needs both.`,
    }
  const lost = `the newest anchor there is of ${newest.at}, and one of ${published.at} was published: anchors were removed, or the file is an older copy`
  return { last, broken: broken ?? lost, warning: null }
}

/** Of the deployment; 0 for none. */
export const sequenceIn = (anchor: Anchor | null): number =>
  anchor?.heads.find((head) => head.chain === DEPLOYMENT_CHAIN)?.sequence ?? 0

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
