/** Freezes what a selector picks now, or ticked ids, for review: what was seen is what is acted on. */

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { runYielding } from '@/lib/concurrency/cooperative'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { CreateSelection } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { trimSelector } from '@/lib/domain/selector/edit'
import type { Selection } from '@/lib/domain/wire/selection'
import { matchingIds, readStoredSelector } from '@/lib/orgs/match-selector'
import { hasLiveHolds, liveHoldsOfSelection } from '@/lib/store/holds'
import { hasNotes } from '@/lib/store/notes/notes'
import type { SelectionRow } from '@/lib/store/rows/schema'
import { findSelection, insertSelection, selectionIds } from '@/lib/store/selections'
import { lookalikesOutside, viewLookalikes } from '@/lib/views/find-lookalikes'
import { viewReading } from '@/lib/views/view-org'
import type { OrgContext } from '../context'
import { requireOperation } from '../require-operation'
import { service } from '../service'
import { undoneIds } from '../undone-ids'
import { digestOf } from './digest'
import { compare } from './later-matches'
import { restoreConflicts } from './restore-conflicts'
import { summarizeIds } from './summarize-ids'

const KEPT_MS = 3_600_000
/** No review waits longer to learn whether there are notes, or fails for them. */
const NOTES_WAIT_MS = 100

/**
 * `widens`: a selection again, with whatever matches its selector by now added to what it has. `withLookalikes`: a selection
 * again, with the devices that look like one of it and are not revoked. `undoes`: what taking back this operation would be of,
 * for its review.
 */
const Input = z.union([
  CreateSelection,
  z.strictObject({ widens: z.uuid() }),
  z.strictObject({ withLookalikes: z.uuid() }),
  z.strictObject({ undoes: z.uuid('that is not an operation id') }),
])

export const createSelection = service({
  permission: 'stop',
  input: Input,
  async run(context, input): Promise<Selection> {
    const { deps, org, actor } = context
    const now = deps.clock.now()
    const { selector, ids } = await pick(context, input, now)
    const undoes = 'undoes' in input ? input.undoes : undefined
    if (ids.length === 0)
      throw new InvalidInput(undoes ? 'It holds no device any more: there is nothing to take back.' : NOTHING_MATCHES)
    const digest = await runYielding(digestOf(org.row.id, ids))
    const id = randomUUID()
    const wholeFleet = selector === ''
    const selection: SelectionRow = {
      id,
      org_id: org.row.id,
      user_id: actor.userId,
      selector,
      whole_fleet: wholeFleet ? 1 : 0,
      digest,
      count: ids.length,
      created_at: now,
      expires_at: now + KEPT_MS,
    }
    const written = insertSelection(deps.store.db, selection, ids)
    // Summed up while the store writes.
    const [summary, lookalikes, noted] = await Promise.all([
      runYielding(summarizeIds(org, ids)),
      runYielding(viewLookalikes(org, ids)),
      withTimeoutOr(hasNotes(deps.store.reads, org.row.id), NOTES_WAIT_MS, false),
      written,
    ])
    deps.selectionCache.keep(selection, ids)
    const isHeld = await hasLiveHolds(deps.store.reads, org.row.id)
    const rows = isHeld ? await liveHoldsOfSelection(deps.store.reads, org.row.id, id) : []
    const holds = viewHolds(rows, actor.userId)
    return {
      selectionId: id,
      digest,
      selector,
      wholeFleet,
      count: ids.length,
      ...summary,
      ...(await restoreConflicts(context, { selectionId: id, revoked: summary.revoked, holds, undoes })),
      holds,
      lookalikes,
      hasNotes: noted,
      reading: viewReading(org, now),
      expiresAt: new Date(now + KEPT_MS).toISOString(),
    }
  },
})

const NOTHING_MATCHES = 'Nothing matches. No device was selected.'

type Picked = { selector: string | null; ids: string[] }

async function pick(context: OrgContext, input: z.output<typeof Input>, now: number): Promise<Picked> {
  const { org, deps } = context
  if ('ids' in input) return { selector: null, ids: [...new Set(input.ids)] }
  if ('undoes' in input) {
    const ids = await undoneIds(context, await requireOperation(context, input.undoes))
    return { selector: null, ids: [...new Set(ids)] }
  }
  const { reads } = deps.store
  const matching = (selector: string, read?: typeof readStoredSelector) => matchingIds(reads, org, selector, now, read)
  if ('selector' in input) return { selector: trimSelector(input.selector), ids: await matching(input.selector) }
  const again = 'widens' in input ? input.widens : input.withLookalikes
  const before = await findSelection(reads, org.row.id, again)
  if (!before) throw new AppError('not-found', 'This review is no longer there. Review again. Nothing was changed.')
  if ('withLookalikes' in input) {
    const ids = await selectionIds(reads, before.id)
    const outside = await runYielding(lookalikesOutside(org, ids))
    const more = outside.filter(({ id }) => org.fleet.statusOf(id) !== 'revoked').map(({ id }) => id)
    return { selector: before.selector, ids: [...ids, ...more] }
  }
  if (before.selector === null) throw new InvalidInput('widens: ticked ids have no selector that others could match')
  const ids = await selectionIds(reads, before.id)
  const { later } = await runYielding(compare(ids, await matching(before.selector, readStoredSelector)))
  return { selector: before.selector, ids: [...ids, ...later] }
}

const viewHolds = (rows: Awaited<ReturnType<typeof liveHoldsOfSelection>>, userId: string): Selection['holds'] =>
  rows.map((row) => ({
    operationId: row.operation_id,
    kind: row.kind,
    by: { id: row.user_id, name: row.actor_name },
    placedAt: new Date(row.placed_at).toISOString(),
    reason: row.reason,
    devices: row.devices,
    own: row.user_id === userId,
  }))
