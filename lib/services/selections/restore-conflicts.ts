/** Who of a restore stays stopped, and who will not fit under the cap. A device that another's hold keeps takes no place. */

import { eachInSlices, runYielding } from '@/lib/concurrency/cooperative'
import { holdEffect, NONE_STAYS, staying } from '@/lib/domain/wire/hold-effect'
import type { Selection, Stays } from '@/lib/domain/wire/selection'
import { eachHoldOfSelection } from '@/lib/store/holds'
import type { OrgContext } from '../context'

type RestoreConflicts = Pick<Selection, 'overCap' | 'overCapMost' | 'stays'>
type Asked = { selectionId: string; revoked: number; holds: Selection['holds']; undoes?: string }

/** @param revoked how many of the selection are revoked. @param undoes the operation that the restore takes back. */
export async function restoreConflicts(context: OrgContext, asked: Asked): Promise<RestoreConflicts> {
  const stays = await staysOf(context, asked)
  const { remaining } = context.org.reading.usage ?? {}
  if (typeof remaining !== 'number') return { overCap: null, overCapMost: null, stays }
  const over = (count: number) => Math.max(0, count - remaining)
  const { revoked } = asked
  return { overCap: over(revoked - staying(stays, [])), overCapMost: over(revoked - stays.always), stays }
}

/** Devices alike in what would have to be named are one group: there are as many as there are such sets, not devices. */
async function staysOf(
  { deps, org, actor }: OrgContext,
  { selectionId, revoked, holds, undoes }: Asked,
): Promise<Stays> {
  if (revoked === 0 || holds.every((hold) => holdEffect(hold, undoes) === 'released')) return NONE_STAYS
  const always = new Set<string>()
  const named = new Map<string, Set<string>>()
  const rows = await eachHoldOfSelection(deps.store.reads, org.row.id, selectionId)
  await runYielding(
    eachInSlices(rows, ({ device_id: id, kind, operation_id: operationId, user_id: userId }) => {
      if (org.fleet.statusOf(id) !== 'revoked') return
      const effect = holdEffect({ kind, operationId, own: userId === actor.userId }, undoes)
      if (effect === 'stays') always.add(id)
      if (effect === 'released-if-named') named.set(id, (named.get(id) ?? new Set()).add(operationId as string))
    }),
  )
  const groups = new Map<string, Stays['unlessNamed'][number]>()
  for (const [id, operations] of named) {
    if (always.has(id)) continue
    const releases = [...operations].sort()
    const key = releases.join()
    groups.set(key, { releases, devices: (groups.get(key)?.devices ?? 0) + 1 })
  }
  return { always: always.size, unlessNamed: [...groups.values()] }
}
