/** Devices that look like one of a selection and are not in it: who is taken for whom is seen before the act. */

import { eachInSlices, type Slices } from '@/lib/concurrency/cooperative'
import type { Lookalikes } from '@/lib/domain/wire/devices'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

/** As many as a review names. */
const NAMED_MAX = 5

type Outside = { id: string; like: string }

/** Each once, in the order in which the selection meets them. Ids of the selection need not be of the fleet. */
export function* lookalikesOutside({ fleet }: OrgRuntime, ids: readonly string[]): Slices<Outside[]> {
  const candidates: string[] = []
  yield* eachInSlices(ids, (id) => {
    if (fleet.hasLookalike(id) || !fleet.has(id)) candidates.push(id)
  })
  if (candidates.length === 0) return []
  const selected = new Set(ids)
  const outside = new Map<string, string>()
  // Groups that were gone through: many that look alike are one group.
  const seen = new Set<string>()
  yield* eachInSlices(candidates, (like) => {
    for (const id of fleet.lookalikesOf(like, seen)) if (!selected.has(id) && !outside.has(id)) outside.set(id, like)
  })
  return Array.from(outside, ([id, like]) => ({ id, like }))
}

export function* viewLookalikes(org: OrgRuntime, ids: readonly string[]): Slices<Lookalikes> {
  const found: Lookalikes = { active: 0, revoked: 0, unknown: 0, named: [] }
  for (const { id, like } of yield* lookalikesOutside(org, ids)) {
    const status = org.fleet.statusOf(id) ?? 'unknown'
    found[status]++
    found.named.push({ id, like, status })
  }
  // What goes on working matters most.
  found.named.sort((a, b) => Number(a.status === 'revoked') - Number(b.status === 'revoked'))
  return { ...found, named: found.named.slice(0, NAMED_MAX) }
}
