/** What a review shows of the ids it freezes: how many of which status, by environment and role. */

import { eachInSlices, type Slices } from '@/lib/concurrency/cooperative'
import { deviceParts } from '@/lib/domain/ids/device-id'
import type { Selection } from '@/lib/domain/wire/selection'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

export type IdsSummary = Pick<Selection, 'groups' | 'active' | 'revoked' | 'unknown'>

export function* summarizeIds(org: OrgRuntime, ids: readonly string[]): Slices<IdsSummary> {
  const counts = { active: 0, revoked: 0, unknown: 0 }
  const groups = new Map<string, { env: string; role: string; count: number }>()
  yield* eachInSlices(ids, (id) => {
    counts[org.fleet.statusOf(id) ?? 'unknown'] += 1
    const { env = 'other', role = 'other' } = deviceParts(id, org.parts) ?? {}
    const key = JSON.stringify([env, role])
    const group = groups.get(key) ?? { env, role, count: 0 }
    group.count += 1
    groups.set(key, group)
  })
  return { ...counts, groups: [...groups.values()].sort((a, b) => b.count - a.count) }
}
