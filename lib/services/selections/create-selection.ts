/** Freezes what a selector picks now, or ticked ids, for review: what was seen is what is acted on. */
import { randomUUID } from 'node:crypto'
import { CreateSelection } from '@/lib/domain/command'
import type { Selection } from '@/lib/domain/console-api'
import { InvalidInput } from '@/lib/domain/errors'
import { liveHoldsOfSelection } from '@/lib/store/holds'
import { insertSelection } from '@/lib/store/selections'
import { matchingIds } from '../devices/match-fleet'
import { viewReading } from '../orgs/view-org'
import { service } from '../service'
import { inSlices } from '../steps'
import { digestOf } from './digest'
import { summarizeIds } from './summarize-ids'

const KEPT_MS = 3_600_000

export const createSelection = service({
  permission: 'stop',
  input: CreateSelection,
  async run(context, input): Promise<Selection> {
    const { deps, org, actor } = context
    const now = deps.clock.now()
    const selector = 'selector' in input ? input.selector.trim() : null
    const ids = 'ids' in input ? [...new Set(input.ids)] : await matchingIds(deps.store.reads, org, input.selector, now)
    if (ids.length === 0) throw new InvalidInput('Nothing matches. No device was selected.')
    const digest = await inSlices(digestOf(org.row.id, ids))
    const id = randomUUID()
    const wholeFleet = selector === ''
    await insertSelection(
      deps.store.db,
      {
        id,
        org_id: org.row.id,
        user_id: actor.userId,
        selector,
        whole_fleet: wholeFleet ? 1 : 0,
        digest,
        count: ids.length,
        created_at: now,
        expires_at: now + KEPT_MS,
      },
      ids,
    )
    return {
      selectionId: id,
      digest,
      selector,
      wholeFleet,
      count: ids.length,
      ...(await inSlices(summarizeIds(org, ids))),
      holds: viewHolds(await liveHoldsOfSelection(deps.store.reads, org.row.id, id), actor.userId),
      reading: viewReading(org, now),
      expiresAt: new Date(now + KEPT_MS).toISOString(),
    }
  },
})

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
