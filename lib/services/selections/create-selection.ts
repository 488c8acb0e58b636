/** Freezes what a selector picks now, or ticked ids, for review: what was seen is what is acted on. */
import { createHash, randomUUID } from 'node:crypto'
import { CreateSelection } from '@/lib/domain/command'
import type { Selection } from '@/lib/domain/console-api'
import { deviceParts } from '@/lib/domain/device-id'
import { InvalidInput } from '@/lib/domain/errors'
import { liveHolds } from '@/lib/store/holds'
import type { HoldRow } from '@/lib/store/schema'
import { dropExpiredSelections, insertSelection } from '@/lib/store/selections'
import type { OrgContext } from '../context'
import { matchingIds } from '../devices/match-fleet'
import { viewReading } from '../orgs/view-org'
import { service } from '../service'

const KEPT_MS = 3_600_000
/** Holds are looked up one by one up to here; above it the review says nothing of them rather than wait. */
const HOLDS_LOOKED_UP_MAX = 20_000

export const createSelection = service({
  permission: 'stop',
  input: CreateSelection,
  async run(context, input): Promise<Selection> {
    const { deps, org, actor } = context
    const now = deps.clock.now()
    const selector = 'selector' in input ? input.selector.trim() : null
    const ids = 'ids' in input ? [...new Set(input.ids)] : await matchingIds(deps.store.db, org, input.selector, now)
    if (ids.length === 0) throw new InvalidInput('Nothing matches. No device was selected.')
    const digest = digestOf(org.row.id, ids)
    const id = randomUUID()
    const wholeFleet = selector === ''
    await dropExpiredSelections(deps.store.db, now)
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
      ...summarize(context, ids),
      holds: groupHolds(
        ids.length > HOLDS_LOOKED_UP_MAX ? [] : await liveHolds(deps.store.db, org.row.id, ids),
        actor.userId,
      ),
      reading: viewReading(org, now),
      expiresAt: new Date(now + KEPT_MS).toISOString(),
    }
  },
})

/** SHA-256 over the org and the ids in order, in hex. */
export function digestOf(orgId: string, ids: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([orgId, ...ids]))
    .digest('hex')
}

function summarize(
  { org }: OrgContext,
  ids: readonly string[],
): Pick<Selection, 'groups' | 'active' | 'revoked' | 'unknown' | 'overCap'> {
  const counts = { active: 0, revoked: 0, unknown: 0 }
  const groups = new Map<string, { env: string; role: string; count: number }>()
  for (const id of ids) {
    counts[org.fleet.get(id)?.status ?? 'unknown'] += 1
    const { env = 'other', role = 'other' } = deviceParts(id, org.parts) ?? {}
    const key = JSON.stringify([env, role])
    const group = groups.get(key) ?? { env, role, count: 0 }
    group.count += 1
    groups.set(key, group)
  }
  const { remaining } = org.reading.usage ?? {}
  return {
    ...counts,
    groups: [...groups.values()].sort((a, b) => b.count - a.count),
    overCap: typeof remaining === 'number' ? Math.max(0, counts.revoked - remaining) : null,
  }
}

function groupHolds(rows: readonly HoldRow[], userId: string): Selection['holds'] {
  const groups = new Map<string, Selection['holds'][number]>()
  for (const row of rows) {
    const key = row.operation_id ?? row.kind
    const group = groups.get(key) ?? {
      operationId: row.operation_id,
      kind: row.kind,
      by: { id: row.user_id, name: row.actor_name },
      placedAt: new Date(row.placed_at).toISOString(),
      reason: row.reason,
      devices: 0,
      own: row.user_id === userId,
    }
    group.devices += 1
    groups.set(key, group)
  }
  return [...groups.values()]
}
