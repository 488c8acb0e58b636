import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Caller, DecisionLog } from './decision-log'

const caller = (orgId: number): Caller => ({ orgId, agentKey: { id: `key-${orgId}` } })
const requestId = (index: number) => `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`

it('is what a plain list of the latest would be, for any ids, orgs and sizes', () => {
  const call = fc.record({
    orgId: fc.integer({ min: 1, max: 2 }),
    deviceId: fc.oneof(
      fc.constantFrom('a', 'b', 'ab', '東'.repeat(120), `${'東'.repeat(119)}京`),
      fc.string({ minLength: 1 }),
    ),
    code: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (calls, max) => {
      const log = new DecisionLog(5, max)
      for (const [at, each] of calls.entries())
        log.note(caller(each.orgId), requestId(at), each.deviceId, each.code, 10 + at)
      const kept = calls.map((each, at) => ({ ...each, at: 10 + at, requestId: requestId(at) })).slice(-max)
      expect(log.kept).toBe(kept.length)
      expect(log.keptSince).toBe(calls.length <= max ? 5 : kept[0]?.at)
      for (const { orgId, deviceId } of calls) {
        const expected = kept.filter((each) => each.orgId === orgId && each.deviceId === deviceId).reverse()
        const found = log.ofDevice(orgId, deviceId, 1_000)
        expect(found.map((each) => [each.requestId, each.code, each.at])).toEqual(
          expected.map((each) => [each.requestId, each.code, each.at]),
        )
      }
      calls.forEach(({ orgId }, at) => {
        const known = kept.some((each) => each.requestId === requestId(at))
        expect(log.ofRequest(orgId, requestId(at))).toHaveLength(known ? 1 : 0)
        expect(log.ofRequest(3 - orgId, requestId(at))).toEqual([])
      })
    }),
  )
})

it('takes no more memory for more decisions, nor for longer ids', () => {
  const log = new DecisionLog(0, 2_500)
  const bytes = () => process.memoryUsage().arrayBuffers
  const long = 'x'.repeat(256)
  const from = bytes()
  const fill = (deviceId: string) => {
    for (let at = 0; at < 2_500; at += 1) log.note(caller(1), requestId(at), deviceId, 1, at)
  }
  fill('a')
  const full = bytes() - from
  expect(full).toBeLessThanOrEqual(2_500 * 320)
  fill(long)
  expect(bytes() - from).toBeLessThanOrEqual(full)
})
