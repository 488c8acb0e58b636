/** What a review shows of the ids it freezes: how many of which status, by environment and role. */

import { eachInSlices, type Slices } from '@/lib/concurrency/cooperative'
import { idGroups } from '@/lib/domain/ids/groups-of-ids'
import type { Selection } from '@/lib/domain/wire/selection'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

export type IdsSummary = Pick<Selection, 'groups' | 'active' | 'revoked' | 'unknown'>

export function* summarizeIds(org: OrgRuntime, ids: readonly string[]): Slices<IdsSummary> {
  const counts = { active: 0, revoked: 0, unknown: 0 }
  const groups = idGroups(org.parts)
  yield* eachInSlices(ids, (id) => {
    counts[org.fleet.statusOf(id) ?? 'unknown'] += 1
    groups.add(id)
  })
  return { ...counts, groups: groups.list() }
}
