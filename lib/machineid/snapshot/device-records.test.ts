import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { DeviceRecords } from './device-records'
import { printOf, recordMemory } from './record-layout'
import { recordBytesMax, writeRecord } from './write-record'

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\ud800', 'é', 'ﬀ', 'a\u0000b', '😀'),
)
const count = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e15, noNaN: true }).map(Math.abs))
const time = fc.option(
  fc.nat({ max: 8_640_000_000_000 }).map((at) => at * 1_000),
  { nil: null },
)

const devices: fc.Arbitrary<Device> = fc
  .record(
    {
      deviceId: text,
      status: fc.constantFrom('active', 'revoked', 'unknown'),
      createdAt: time,
      revokedAt: time,
      revokedRevision: count,
      lastValidatedAt: time,
      lastDecision: fc.option(
        fc.record(
          {
            allowed: fc.boolean(),
            code: text,
            at: count,
            revision: count,
            requestId: text,
            proven: fc.constant(true as const),
          },
          { requiredKeys: ['allowed', 'code'], noNullPrototype: true },
        ),
        { nil: null },
      ),
      validations: fc.record({ allowed: count, denied: count }, { noNullPrototype: true }),
      validationsTotal: count,
      rhythm: fc.option(
        fc.record(
          { medianMs: count, p95Ms: count, n: count, learned: fc.constant(true) },
          { requiredKeys: ['medianMs', 'p95Ms', 'n'], noNullPrototype: true },
        ),
        {
          nil: null,
        },
      ),
    },
    { requiredKeys: ['deviceId', 'status'], noNullPrototype: true },
  )
  .map((device) => device as Device)

/** Records of devices one after the other, each with its print, in memory that was used before. */
function written(list: readonly Device[]) {
  const memory = recordMemory(new ArrayBuffer(list.reduce((sum, device) => sum + recordBytesMax(device), 0)))
  memory.bytes.fill(0xff)
  let end = 0
  const prints: number[] = []
  const records = list.map((device) => {
    const start = end
    const size = writeRecord(memory, start, device)
    expect(size).toBeLessThanOrEqual(recordBytesMax(device))
    prints.push(printOf(memory, start, size))
    end += size
    return memory.bytes.subarray(start, end)
  })
  return { prints, devices: [...DeviceRecords.of(records)] }
}

it('gives back exactly the devices that were written', () => {
  fc.assert(
    fc.property(fc.array(devices, { maxLength: 8 }), (list) => {
      expect(written(list).devices).toStrictEqual(list)
    }),
  )
})

it('has one print for equal devices, and another one for every difference', () => {
  fc.assert(
    fc.property(devices, devices, (a, b) => {
      const [first, second, again] = written([a, b, structuredClone(a)]).prints
      expect(again).toBe(first)
      expect(first === second).toBe(isSame(a, b))
    }),
    { numRuns: 300 },
  )
  const base: Device = { deviceId: 'a', status: 'active', lastValidatedAt: 1 }
  const others: Device[] = [
    { ...base, lastValidatedAt: null },
    { ...base, lastValidatedAt: 2 },
    { deviceId: 'a', status: 'active' },
    { ...base, status: 'revoked' },
    { ...base, rhythm: null },
    { ...base, lastDecision: null },
    { ...base, lastDecision: { allowed: true, code: '' } },
    { ...base, lastDecision: { allowed: false, code: '' } },
    { ...base, lastDecision: { allowed: false, code: '', requestId: '' } },
    { ...base, deviceId: 'b' },
  ]
  const { prints } = written([base, ...others])
  expect(new Set(prints).size).toBe(prints.length)
})

/** The same values, whatever the order of the names. */
function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toStrictEqual(b)
    return true
  } catch {
    return false
  }
}
