import { deviceParts } from '@/lib/domain/ids/device-id'
import type { OperationItemRow } from '@/lib/store/rows/schema'

/**
 * The steps of a staged restore: one device per role, then a tenth of all, then the rest. A step waits until its devices
 * validate again, so those that validated last go first; one that never did represents a role only if no other device of it did.
 */
const TENTH = 10

/** When a device validated last, epoch ms; null: never, or not reported by this authority. */
export type LastSeen = (deviceId: string) => number | null

/** Gives each item its step, from 1. A step that would be empty is left out. @param parts names of the id's parts. */
export function planSteps(
  items: readonly OperationItemRow[],
  parts: readonly string[],
  lastSeen: LastSeen,
): OperationItemRow[] {
  const at = new Map(items.map((item) => [item, lastSeen(item.device_id) ?? Number.NEGATIVE_INFINITY]))
  const latest = [...items].sort((a, b) => compare(at.get(b) as number, at.get(a) as number))
  const pilots = onePerRole(latest, parts)
  const rest = latest.filter((item) => !pilots.has(item))
  const second = new Set(rest.slice(0, Math.max(0, Math.ceil(items.length / TENTH) - pilots.size)))
  const steps = [
    items.filter((item) => pilots.has(item)),
    items.filter((item) => second.has(item)),
    items.filter((item) => !pilots.has(item) && !second.has(item)),
  ]
  const stepOf = new Map<OperationItemRow, number>()
  for (const [index, step] of steps.filter((each) => each.length > 0).entries())
    for (const item of step) stepOf.set(item, index + 1)
  return items.map((item) => ({ ...item, step: stepOf.get(item) as number }))
}

/** The first of each role. */
function onePerRole(items: readonly OperationItemRow[], parts: readonly string[]): Set<OperationItemRow> {
  const first = new Map<string, OperationItemRow>()
  for (const item of items) {
    const role = deviceParts(item.device_id, parts)?.role ?? 'other'
    if (!first.has(role)) first.set(role, item)
  }
  return new Set(first.values())
}

/** Compares without a difference, because `Infinity - Infinity` is NaN. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)
