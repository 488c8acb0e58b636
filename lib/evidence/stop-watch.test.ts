/** Stops over many devices: compared with the snapshot in slices, claiming nothing before that was done. */
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { createFleetIndex } from '@/lib/fleet/fleet-index'
import { emptyReading } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { createStopWatch } from './stop-watch'

const COUNT = 5_000
const idOf = (at: number) => `crewai:prod:runner:${String(at).padStart(5, '0')}`

/** Every fifth was allowed after the stop, every other one denied, the rest has not validated. */
const answeredAfter = (at: number): Device => ({
  deviceId: idOf(at),
  status: 'revoked',
  createdAt: 0,
  lastDecision: {
    allowed: at % 5 === 0,
    code: at % 5 === 0 ? 'ALLOW' : 'DEVICE_REVOKED',
    revision: at % 5 === 0 || at % 2 === 1 ? 20 : 5,
  },
})

function watchOf(kept: [string, number][] = []) {
  const fleet = createFleetIndex({ parts: ['framework', 'env', 'role', 'instance'] })
  const apply = (make: (at: number) => Device) => {
    for (let from = 0; from < COUNT; from += 500)
      fleet.apply({ upserts: Array.from({ length: 500 }, (_, at) => make(from + at)), removed: [] })
  }
  const org = { fleet, reading: { ...emptyReading(), readAt: 1, startedAt: 1, revision: 9 } } as OrgRuntime
  const stops = createStopWatch(
    () => org,
    (operationId, confirmed) => kept.push([operationId, confirmed.length]),
  )
  return { org, stops, apply }
}

const revoked = Array.from({ length: COUNT }, (_, at) => ({ deviceId: idOf(at), revision: 10 }))

it('waits for all devices until the snapshot that began after the stop was gone through', async () => {
  const { org, stops, apply } = watchOf()
  apply((at) => ({ ...answeredAfter(at), status: 'active', lastDecision: null }))
  stops.accept('one', { kind: 'revoke', revision: 10 }, revoked, 100)
  expect(stops.counts('one')).toEqual({ waiting: COUNT, confirmed: 0, asked: 0, contradicted: 0 })
  apply(answeredAfter)
  Object.assign(org.reading, { readAt: 201, startedAt: 200 })
  // Not gone through yet: nothing is claimed of the new snapshot, and the loop is not held up.
  expect(stops.counts('one').confirmed).toBe(0)
  await stops.review()
  expect(stops.counts('one')).toEqual({ contradicted: 1_000, confirmed: 2_000, waiting: 2_000, asked: 0 })
  expect(stops.contradicted()).toHaveLength(1_000)
  expect(stops.waiting('one')).toHaveLength(2_000)
  expect(stops.stateOf(idOf(0))).toBe('contradicted')
  expect(stops.stateOf(idOf(1))).toBe('confirmed')
})

it('counts who was active under a stop of the org, at once from the columns', () => {
  const { stops, apply } = watchOf()
  apply((at) => ({
    ...answeredAfter(at),
    status: at < 10 ? 'revoked' : 'active',
    revokedAt: at < 5 ? 40 : 60,
    createdAt: 1,
  }))
  stops.accept('all', { kind: 'disable', revision: 10, acceptedAt: 50 }, null, 100)
  expect(stops.counts('all').waiting).toBe(COUNT - 5)
})

it('uses the newest stop of a device, among hundreds', () => {
  const { org, stops, apply } = watchOf()
  apply(answeredAfter)
  Object.assign(org.reading, { readAt: 201, startedAt: 200 })
  for (let at = 0; at < 300; at++)
    stops.accept(`op-${at}`, { kind: 'revoke', revision: 10 }, [{ deviceId: idOf(1), revision: 10 }], 100)
  stops.accept('newest', { kind: 'revoke', revision: 30 }, [{ deviceId: idOf(1), revision: 30 }], 100)
  expect(stops.stateOf(idOf(1))).toBe('waiting')
  expect(stops.release('newest', [idOf(1)])).toBe(true)
  expect(stops.stateOf(idOf(1))).toBe('confirmed')
  expect(stops.stateOf(idOf(2))).toBeNull()
})

it('hands over what confirmed a stop when it ends over a device', async () => {
  const kept: [string, number][] = []
  const { org, stops, apply } = watchOf(kept)
  apply(answeredAfter)
  Object.assign(org.reading, { readAt: 201, startedAt: 200 })
  stops.accept('one', { kind: 'revoke', revision: 10 }, revoked, 100)
  expect(stops.release('one', [idOf(1), idOf(2), idOf(3)])).toBe(false)
  expect(kept).toEqual([['one', 2]])
  stops.end('one')
  await expect.poll(() => kept.length).toBe(2)
  expect(kept[1]).toEqual(['one', 1_998])
  expect(stops.inForce()).toBe(false)
})

it('counts how often a device was denied since the stop, while it goes on validating', () => {
  const { org, stops, apply } = watchOf()
  const answered = (denied: number, lastValidatedAt: number) => (at: number) => ({
    ...answeredAfter(at),
    lastValidatedAt,
    validations: { allowed: 9, denied: at === 1 ? denied : 5 },
    rhythm: { medianMs: 900, p95Ms: 1_000, n: 9 },
  })
  const few = [1, 3].map((at) => ({ deviceId: idOf(at), revision: 10 }))
  apply(answered(4, 0))
  stops.accept('one', { kind: 'revoke', revision: 10 }, few, 100)
  const read = (denied: number, lastValidatedAt: number, now: number) => {
    apply(answered(denied, lastValidatedAt))
    Object.assign(org.reading, { readAt: now, startedAt: now, authorityNow: now })
    return stops.asking('one')
  }
  expect(read(5, 1_000, 1_000)).toEqual([])
  expect(read(18, 14_000, 14_500)).toEqual([{ deviceId: idOf(1), denials: 14 }])
  expect(read(18, 14_000, 60_000)).toEqual([])
})

it('counts as proven those alone that were denied under their own key', async () => {
  const { org, stops, apply } = watchOf()
  apply((at) => ({ ...answeredAfter(at), status: 'active', lastDecision: null }))
  stops.accept('one', { kind: 'revoke', revision: 10 }, revoked, 100)
  apply((at) => {
    const device = answeredAfter(at)
    return at % 3 === 0 ? { ...device, lastDecision: { ...device.lastDecision!, proven: true } } : device
  })
  Object.assign(org.reading, { readAt: 201, startedAt: 200 })
  await stops.review()
  const { confirmed, proven } = stops.counts('one')
  const isProven = (at: number) => at % 3 === 0 && at % 5 !== 0 && at % 2 === 1
  expect([confirmed, proven]).toEqual([2_000, Array.from({ length: COUNT }, (_, at) => at).filter(isProven).length])
})
