/** What matches a frozen selector by now and did not when it was reviewed: shown apart, never added by itself. */
import { z } from 'zod'
import { eachInSlices, runYielding, type Slices } from '@/lib/concurrency/cooperative'
import { AppError } from '@/lib/domain/errors'
import type { LaterMatches } from '@/lib/domain/later-matches'
import { matchingIds, readStoredSelector } from '@/lib/orgs/match-selector'
import { operationDeviceIds } from '@/lib/store/operation-progress'
import { findSelection, selectionIds } from '@/lib/store/selections'
import type { OrgContext } from '../context'
import { requireOperation } from '../require-operation'
import { service } from '../service'

const MORE_IDS_MAX = 20
const NONE: LaterMatches = { more: 0, moreIds: [], gone: 0 }

export const laterMatches = service({
  permission: 'see',
  input: z.union([z.strictObject({ selection: z.uuid() }), z.strictObject({ operation: z.uuid() })]),
  async run(context, input): Promise<LaterMatches> {
    const { deps, org } = context
    const { selector, ids } = await frozen(context, input)
    if (selector === null) return NONE
    const now = await matchingIds(deps.store.reads, org, selector, deps.clock.now(), readStoredSelector)
    const { later, gone } = await runYielding(compare(ids, now))
    return { more: later.length, moreIds: later.slice(0, MORE_IDS_MAX), gone }
  },
})

type Frozen = { selector: string | null; ids: string[] }

async function frozen(context: OrgContext, input: { selection: string } | { operation: string }): Promise<Frozen> {
  const { reads } = context.deps.store
  if ('operation' in input) {
    const row = await requireOperation(context, input.operation)
    return { selector: row.selector, ids: await operationDeviceIds(reads, row.id) }
  }
  const selection = await findSelection(reads, context.org.row.id, input.selection)
  if (!selection) throw new AppError('not-found', 'This review is no longer there. Review again.')
  return { selector: selection.selector, ids: await selectionIds(reads, selection.id) }
}

/** `later`: only in the second list, in its order. `gone`: how many are only in the first. */
export function* compare(before: readonly string[], now: readonly string[]): Slices<{ later: string[]; gone: number }> {
  const known = new Set<string>()
  yield* eachInSlices(before, (id) => void known.add(id))
  const later: string[] = []
  yield* eachInSlices(now, (id) => {
    if (!known.has(id)) later.push(id)
  })
  return { later, gone: known.size - (now.length - later.length) }
}
