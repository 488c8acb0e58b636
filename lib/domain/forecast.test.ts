import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Device } from './device'
import { forecast, forecastSentence, nextAskMs } from './forecast'

const NOW = 1_000_000
const asks = (p95Ms: number, silentMs: number): Device => ({
  deviceId: `${p95Ms}:${silentMs}`,
  status: 'active',
  lastValidatedAt: NOW - silentMs,
  rhythm: { medianMs: p95Ms, p95Ms, n: 20 },
})

it('counts what is left of the usual spacing, and expects nothing of the silent', () => {
  expect(nextAskMs(asks(30_000, 10_000), NOW)).toBe(20_000)
  expect(nextAskMs(asks(2_000, 4_000), NOW)).toBe(0)
  expect(nextAskMs(asks(2_000, 6_001), NOW)).toBeNull()
  expect(nextAskMs({ deviceId: 'a', status: 'active' }, NOW)).toBeNull()
  expect(nextAskMs({ deviceId: 'a', status: 'active', lastValidatedAt: NOW, rhythm: null }, NOW)).toBeNull()
})

it('gives when half, 90 % and all have probably validated, of all devices and not of the known ones', () => {
  const fleet = [...Array.from({ length: 9 }, () => asks(2_000, 0)), asks(900_000, 0)]
  expect(forecast(fleet, NOW)).toEqual({ devices: 10, halfMs: 2_000, ninetyMs: 2_000, allMs: 900_000, unknown: 0 })
  const silent = [...Array.from({ length: 8 }, () => asks(2_000, 0)), asks(1_000, 60_000), asks(1_000, 60_000)]
  expect(forecast(silent, NOW)).toEqual({ devices: 10, halfMs: 2_000, ninetyMs: null, allMs: null, unknown: 2 })
  expect(forecastSentence(forecast(silent, NOW))).toBe(
    'Will probably have asked: half within 2 s. 2 ask at times that are not known.',
  )
  expect(forecastSentence(forecast([], NOW))).toBeNull()
  expect(forecastSentence(forecast([asks(1_000, 0), asks(1_000, 100)], NOW))).toBe(
    'Will probably have asked: all within 1 s.',
  )
})

it('never promises a later share before an earlier one', () => {
  const device = fc.tuple(fc.nat(3_600_000), fc.nat(3_600_000)).map(([p95, silent]) => asks(p95, silent))
  fc.assert(
    fc.property(fc.array(device), (devices) => {
      const { halfMs, ninetyMs, allMs, unknown } = forecast(devices, NOW)
      const order = [
        halfMs ?? Number.POSITIVE_INFINITY,
        ninetyMs ?? Number.POSITIVE_INFINITY,
        allMs ?? Number.POSITIVE_INFINITY,
      ]
      expect(order).toEqual([...order].sort((a, b) => a - b))
      if (unknown > 0) expect(allMs).toBeNull()
    }),
  )
})
