import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { devices, PARTS } from '@/testing/selector/arbitraries'
import { createFleetIndex, type FleetIndex } from './fleet-index'

const NAMES = [
  'deviceId',
  'status',
  'createdAt',
  'revokedAt',
  'revokedRevision',
  'lastValidatedAt',
  'lastDecision',
  'validations',
  'validationsTotal',
  'rhythm',
] as const satisfies readonly (keyof Device)[]

const viewOf = (fleet: FleetIndex, deviceId: string) => {
  const handle = fleet.handleOf(deviceId)
  return handle && fleet.viewAt(handle, deviceId)
}
const valuesOf = (device: Device) => NAMES.map((name) => device[name])

it('a view has every value of the device, one after the other and of the whole fleet', () => {
  const reported = fc.record(
    {
      revokedAt: fc.option(fc.nat(), { nil: null }),
      revokedRevision: fc.nat(),
      validations: fc.record({ allowed: fc.nat(), denied: fc.nat() }, { noNullPrototype: true }),
      validationsTotal: fc.nat(),
      rhythm: fc.option(fc.record({ medianMs: fc.nat(), p95Ms: fc.nat(), n: fc.nat() }, { noNullPrototype: true }), {
        nil: null,
      }),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  const many = fc.uniqueArray(
    fc.tuple(devices, reported).map(([device, more]) => ({ ...device, ...more })),
    { selector: ({ deviceId }) => deviceId, maxLength: 12 },
  )
  fc.assert(
    fc.property(many, (list) => {
      const fleet = createFleetIndex({ parts: PARTS })
      fleet.apply({ upserts: list, removed: [] })
      for (const { deviceId } of list) {
        expect(valuesOf(viewOf(fleet, deviceId) as Device)).toEqual(valuesOf(fleet.get(deviceId) as Device))
        expect(fleet.statusOf(deviceId)).toBe(fleet.get(deviceId)?.status)
      }
      expect(Array.from(fleet.views(), valuesOf)).toEqual(Array.from(fleet.devices(), valuesOf))
      expect([fleet.handleOf('none'), fleet.statusOf('none')]).toEqual([undefined, undefined])
    }),
  )
})

it('a handle leads to its device until that is removed, and never to the next one in its place', () => {
  const fleet = createFleetIndex({ parts: PARTS })
  const device = (deviceId: string): Device => ({ deviceId, status: 'active' })
  fleet.apply({ upserts: [device('a'), device('b')], removed: [] })
  const handle = fleet.handleOf('a')
  if (!handle) throw new Error('a is listed')
  fleet.apply({ upserts: [{ ...device('a'), status: 'revoked' }], removed: [] })
  expect(fleet.viewAt(handle, 'a')?.status).toBe('revoked')
  fleet.apply({ upserts: [], removed: ['a'] })
  expect(fleet.viewAt(handle, 'a')).toBeUndefined()
  fleet.apply({ upserts: [device('c')], removed: [] })
  expect(fleet.handleOf('c')?.slot).toBe(handle.slot)
  expect([fleet.viewAt(handle, 'a'), fleet.handleOf('a')]).toEqual([undefined, undefined])
})
