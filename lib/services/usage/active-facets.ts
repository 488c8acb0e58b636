/** How many devices are active per value of each part of the id, but for the instance. */
import type { Facet } from '@/lib/domain/console-api'
import type { Term } from '@/lib/domain/selector/term'
import type { OrgRuntime } from '../orgs/org-runtime'

const ACTIVE: Term = { kind: 'status', values: ['active'], negated: false, start: 0, end: 0 }

export async function activeFacets({ fleet, parts }: OrgRuntime): Promise<Facet[]> {
  const env = { nowMs: 0, operationDevices: () => null, stopState: () => null }
  const { facets } = await fleet.find({ terms: [ACTIVE], env })
  return facets.filter((facet) => parts.slice(0, -1).includes(facet.name))
}
