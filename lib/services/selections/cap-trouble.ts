/** Who of a restore will not fit under the cap. A device that another's hold keeps stopped takes no place. */
import type { Selection } from '@/lib/domain/console-api'
import { inTheWay } from '@/lib/domain/in-the-way'
import { eachHoldOfSelection } from '@/lib/store/holds'
import type { OrgContext } from '../context'
import { eachInSteps, inSlices } from '../steps'

type Over = Pick<Selection, 'overCap' | 'overCapMost'>

/** @param revoked how many of the selection are revoked. @param undoes the operation that the restore takes back. */
export async function capTrouble(
  { deps, org, actor }: OrgContext,
  { selectionId, revoked, isHeld, undoes }: { selectionId: string; revoked: number; isHeld: boolean; undoes?: string },
): Promise<Over> {
  const { remaining } = org.reading.usage ?? {}
  if (typeof remaining !== 'number') return { overCap: null, overCapMost: null }
  const over = (count: number) => Math.max(0, count - remaining)
  if (!isHeld || over(revoked) === 0) return { overCap: over(revoked), overCapMost: over(revoked) }
  const kept = new Set<string>()
  const keptAnyway = new Set<string>()
  const holds = await eachHoldOfSelection(deps.store.reads, org.row.id, selectionId)
  await inSlices(
    eachInSteps(holds, ({ device_id: id, kind, operation_id: operationId, user_id: userId }) => {
      if (org.fleet.get(id)?.status !== 'revoked') return
      const way = inTheWay({ kind, operationId, own: userId === actor.userId }, undoes)
      if (way !== 'no') kept.add(id)
      if (way === 'yes') keptAnyway.add(id)
    }),
  )
  return { overCap: over(revoked - kept.size), overCapMost: over(revoked - keptAnyway.size) }
}
