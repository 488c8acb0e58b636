import { DEPLOYMENT_CHAIN, GENESIS } from '@/lib/store/audit/audit-chain'
import { listHeads } from '@/lib/store/audit/audit-chain-heads'
import type { AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { Store } from '@/lib/store/rows/db'
import { formatHead } from '../kept-head'
import type { Anchoring } from './anchoring'

/**
 * The last head, as a person keeps it: of the whole record, and of an org's. @param own where the org's record ends for the
 * person: in an export that is on its way it is the last event of the file.
 */
export async function currentHead(
  { deps, org }: { deps: { store: Store; anchoring: Anchoring }; org: { row: { id: string } } },
  own?: AuditHeadRow,
): Promise<string> {
  // Asked for before the heads, so that the record is never shorter than its newest anchor.
  const { key, lastAnchor } = deps.anchoring.status()
  const heads = new Map((await listHeads(deps.store.reads)).map((head) => [head.chain, head]))
  const headOf = (chain: string) => heads.get(chain) ?? { chain, sequence: 0, hash: GENESIS }
  return formatHead(headOf(DEPLOYMENT_CHAIN), own ?? headOf(org.row.id), key || null, lastAnchor)
}
