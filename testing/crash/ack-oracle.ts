/** What a console acknowledged in all its lives, and what of it a later life does not know any more. */

import type { Accepted } from './crash-process'
import type { Report, ReportedItem } from './crash-report'
import { reopenings } from './crash-report'
import type { Seen } from './outcome-observer'

export type AckOracle = {
  accept: (accepted: Accepted) => void
  see: (seen: Seen) => void
  /** Each thing that was lost, in words, once. */
  hold: (report: Report) => string[]
  size: () => { operations: number; outcomes: number; holds: number }
}

const IN_FORCE = ['accepted', 'lifted', 'lifted-elsewhere', 'closed']
const keyOf = (operationId: string, deviceId: string): string => `${operationId} ${deviceId}`

export function createAckOracle(): AckOracle {
  const operations = new Map<string, Accepted>()
  const outcomes = new Map<string, { outcome: string; reopened: number }>()
  const holds = new Set<string>()

  return {
    accept: (accepted) => void operations.set(accepted.operation.id, accepted),
    see(seen) {
      for (const [operationId, deviceId, outcome, reopened] of seen.outcomes)
        outcomes.set(keyOf(operationId, deviceId), { outcome, reopened })
      for (const id of seen.holds) holds.add(id)
    },
    hold(report) {
      const items = new Map(report.items.map((item) => [keyOf(item[0], item[1]), item]))
      const lost: string[] = []
      for (const [id, accepted] of operations) {
        const what = lostOfOperation(accepted, report, items)
        lost.push(...what)
        if (what.length > 0) operations.delete(id)
      }
      const reopened = reopenings(report.events)
      for (const [key, known] of outcomes) {
        const item = items.get(key)
        if (item?.[2] === known.outcome || (item && (reopened.get(item[0]) ?? 0) > known.reopened)) continue
        lost.push(`outcome ${known.outcome} of ${key} is ${item?.[2] ?? 'gone'}`)
        outcomes.delete(key)
      }
      lost.push(...lostHolds(holds, report, items))
      return lost
    },
    size: () => ({ operations: operations.size, outcomes: outcomes.size, holds: holds.size }),
  }
}

function lostOfOperation(
  { operation, devices }: Accepted,
  report: Report,
  items: ReadonlyMap<string, ReportedItem>,
): string[] {
  const { id, kind } = operation
  const found = report.operations.find((row) => row.id === id)
  if (!found) return [`${kind} ${id} is gone`]
  const lost: string[] = []
  if (found.kind !== kind || found.total < operation.total) lost.push(`${kind} ${id} is another`)
  if (!report.events.some(([about, event]) => about === id && event === 'operation.requested'))
    lost.push(`${kind} ${id} is not in the record`)
  if (operation.stop?.status === 'accepted' && !IN_FORCE.includes(found.stopStatus ?? ''))
    lost.push(`${kind} ${id} was in force and is ${found.stopStatus}`)
  if (operation.kind === 'enable' && operation.acceptedAt && found.acceptedAt === null)
    lost.push(`${kind} ${id} was accepted`)
  const gone = devices.filter((deviceId) => !items.has(keyOf(id, deviceId)))
  if (gone.length > 0) lost.push(`${kind} ${id} has lost ${gone.length} devices`)
  const held = new Set(report.holds.filter((hold) => hold.operationId === id).map((hold) => hold.deviceId))
  const isHeld = (deviceId: string) =>
    held.has(deviceId) || ['refused', 'failed'].includes(items.get(keyOf(id, deviceId))?.[2] ?? '')
  const free = kind === 'revoke' && operation.state !== 'scheduled' ? devices.filter((each) => !isHeld(each)) : []
  if (free.length > 0) lost.push(`${kind} ${id} has no hold on ${free.length} of its devices`)
  return lost
}

/** A hold may be gone only by an act that is in the record, or by its own operation that missed the device. */
function lostHolds(holds: Set<string>, report: Report, items: ReadonlyMap<string, ReportedItem>): string[] {
  const known = new Map(report.holds.map((hold) => [hold.id, hold]))
  const asked = new Set(report.events.flatMap(([id, kind]) => (kind === 'operation.requested' ? [id] : [])))
  const resumes = new Set(
    report.operations.flatMap(({ id, kind }) => (kind === 'restore' || kind === 'enable' ? [id] : [])),
  )
  const lost: string[] = []
  for (const id of holds) {
    const hold = known.get(id)
    if (hold?.isLive) continue
    const { releasedBy, operationId, deviceId } = hold ?? {}
    const item = items.get(keyOf(operationId ?? '', deviceId ?? ''))
    const isMissed =
      releasedBy === operationId &&
      item &&
      !item[3] &&
      (item[4] === 'cancelled' || ['refused', 'failed'].includes(item[2]))
    // Tried again: its first hold went with the miss, and the operation holds the device anew.
    const isAnew =
      releasedBy === operationId &&
      report.holds.some((each) => each.isLive && each.operationId === operationId && each.deviceId === deviceId)
    const isReleased = releasedBy && resumes.has(releasedBy) && asked.has(releasedBy)
    if (hold && (isMissed || isAnew || isReleased)) continue
    lost.push(hold ? `hold ${id} on ${deviceId} was released by ${releasedBy}` : `hold ${id} is gone`)
    holds.delete(id)
  }
  return lost
}
