import { deviceParts } from '@/lib/domain/device-id'
import type { OperationItemRow } from '@/lib/store/schema'

/** The steps of a staged restore: one device per role, then a tenth of all, then the rest. */
const TENTH = 10

/** Gives each item its step, from 1. A step that would be empty is left out. @param parts names of the id's parts. */
export function planSteps(items: readonly OperationItemRow[], parts: readonly string[]): OperationItemRow[] {
  const roles = new Set<string>()
  const first = new Set<OperationItemRow>()
  for (const item of items) {
    const role = deviceParts(item.device_id, parts)?.role ?? 'other'
    if (roles.has(role)) continue
    roles.add(role)
    first.add(item)
  }
  const rest = items.filter((item) => !first.has(item))
  const second = new Set(rest.slice(0, Math.max(0, Math.ceil(items.length / TENTH) - first.size)))
  const steps = [
    items.filter((item) => first.has(item)),
    rest.filter((item) => second.has(item)),
    rest.filter((item) => !second.has(item)),
  ]
  const stepOf = new Map<OperationItemRow, number>()
  for (const [index, step] of steps.filter((each) => each.length > 0).entries())
    for (const item of step) stepOf.set(item, index + 1)
  return items.map((item) => ({ ...item, step: stepOf.get(item) as number }))
}
