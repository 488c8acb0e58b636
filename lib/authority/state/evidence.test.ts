import { expect, it } from 'vitest'
import { ALLOW, DEVICE_REVOKED } from './codes'
import { Evidence, PAGE_BYTES, RING } from './evidence'

/** Serial and slot. */
type Place = [number, number]
const deviceAt = (serial: number, slot: number): Place => [serial, slot]

it('keeps the last validate, the counts and the last 32 intervals of each device', () => {
  const evidence = new Evidence()
  const device = deviceAt(1, 5000)
  expect(evidence.read(...device)).toBeNull()
  for (let asked = 0; asked < 200; asked += 1) evidence.record(...device, asked * (asked < 100 ? 10 : 20), ALLOW, asked)
  evidence.record(...device, 5000, DEVICE_REVOKED, 777)
  expect(evidence.read(...device)).toMatchObject({
    at: 5000,
    revision: 777,
    code: DEVICE_REVOKED,
    allowed: 200,
    denied: 1,
  })
  expect(evidence.read(...device)?.rhythm).toEqual({ medianMs: 20, p95Ms: 20, n: RING })
})

it('leaves out what a step of the clock made negative', () => {
  const evidence = new Evidence()
  const device = deviceAt(1, 0)
  for (const at of [1000, 2000, 500, 1500]) evidence.record(...device, at, ALLOW, at)
  expect(evidence.read(...device)?.rhythm).toEqual({ medianMs: 1000, p95Ms: 1000, n: 2 })
})

it('travels in pages, and a slot used again starts empty', () => {
  const evidence = new Evidence()
  const [old, other] = [deviceAt(1, 0), deviceAt(2, 1)]
  evidence.record(...old, 1, ALLOW, 1)
  evidence.record(...other, 2, ALLOW, 2)
  const bytes = new Uint8Array(PAGE_BYTES)
  const numbers = evidence.take(10, bytes)
  expect([numbers, evidence.dirtyCount]).toEqual([[0], 0])
  evidence.putBack(numbers)
  evidence.putBack(numbers)
  expect(evidence.dirtyCount).toBe(1)
  const restored = new Evidence()
  restored.load(0, Buffer.from(bytes).toString('hex'))
  expect(restored.read(...other)).toEqual(evidence.read(...other))
  const later = deviceAt(3, 0)
  expect(restored.read(...later)).toBeNull()
  restored.record(...later, 9, ALLOW, 9)
  expect(restored.read(...later)).toMatchObject({ allowed: 1, rhythm: null })
  expect(restored.read(...old)).toBeNull()
})
