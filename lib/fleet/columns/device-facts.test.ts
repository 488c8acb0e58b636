import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { createFleetIndex } from '../fleet-index'
import { DeviceSet } from '../search/device-set'
import { DeviceFacts } from './device-facts'

/** As `readDevice` gives them: each field may be missing, null, zero, a fraction or beyond what 32 bits hold. */
const count = fc.oneof(fc.nat(5), fc.constantFrom(0.5, 2 ** 32, 2 ** 53, 1e300))
const time = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 8.64e15 }), fc.nat(20))
const text = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom('ALLOW', 'allow', '', '__proto__', '\ud800', 'é', 'é'.repeat(300)),
)
const decision = fc.record(
  {
    allowed: fc.boolean(),
    code: text,
    at: count,
    revision: count,
    requestId: text,
    proven: fc.constant(true as const),
  },
  { requiredKeys: ['allowed', 'code'], noNullPrototype: true },
)
const facts = fc.record(
  {
    createdAt: time,
    revokedAt: time,
    revokedRevision: count,
    lastValidatedAt: time,
    lastDecision: fc.option(decision),
    validations: fc.record({ allowed: count, denied: count }, { noNullPrototype: true }),
    validationsTotal: count,
    rhythm: fc.option(fc.record({ medianMs: count, p95Ms: count, n: count }, { noNullPrototype: true })),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const devices = fc
  .tuple(
    fc.constantFrom('a', 'b', 'A:b:c:d', 'é', ' a ', '', '\ud800', 'a:b:c:d'),
    fc.constantFrom('active', 'revoked', 'unknown'),
    facts,
  )
  .map(([deviceId, status, reported]) => ({ deviceId, status, ...reported }) as Device)

it('a device comes back as it was put, whatever was in its slot before', () => {
  const puts = fc.array(fc.tuple(fc.nat(40), devices, fc.boolean()), { maxLength: 60 })
  fc.assert(
    fc.property(puts, (steps) => {
      const columns = new DeviceFacts()
      const kept = new Map<number, Device>()
      for (const [slot, device, isCleared] of steps) {
        columns.put(slot, device)
        kept.set(slot, device)
        if (!isCleared) continue
        columns.clear(slot)
        kept.delete(slot)
      }
      for (const [slot, device] of kept) expect(columns.device(slot, device.deviceId)).toStrictEqual(device)
    }),
    { numRuns: 1_000 },
  )
})

it('the index and a set return every device as it was reported', () => {
  fc.assert(
    fc.property(fc.array(devices, { maxLength: 30 }), (reported) => {
      const index = createFleetIndex({ parts: ['x', 'y', 'z', 'n'] })
      const set = new DeviceSet()
      const last = new Map<string, Device>()
      for (const device of reported) {
        index.apply({ upserts: [device], removed: [] })
        set.add(device)
        last.set(device.deviceId, device)
      }
      expect([...set]).toStrictEqual(reported)
      for (const [id, device] of last) {
        const found = index.get(id)
        // A rhythm may have been learned where none was reported.
        if (device.rhythm === undefined && found) delete found.rhythm
        expect(found).toStrictEqual(device)
      }
    }),
    { numRuns: 1_000 },
  )
})
