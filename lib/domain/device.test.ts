import { describe, expect, it } from 'vitest'
import { type Device, fromWire, isRunning, toWire } from './device'

const NOW = Date.UTC(2026, 0, 2)
const HOUR = 3_600_000

describe('device', () => {
  it.each<[string, Partial<Device>, boolean]>([
    [
      'seen within three times its p95',
      { lastValidatedAt: NOW - 5_900, rhythm: { medianMs: 1_000, p95Ms: 2_000, n: 9 } },
      true,
    ],
    ['silent for longer', { lastValidatedAt: NOW - 6_100, rhythm: { medianMs: 1_000, p95Ms: 2_000, n: 9 } }, false],
    ['rhythm unknown, seen today', { lastValidatedAt: NOW - 23 * HOUR }, true],
    ['rhythm unknown, seen before', { lastValidatedAt: NOW - 25 * HOUR, rhythm: null }, false],
    ['never seen', { lastValidatedAt: null }, false],
    ['not reported', {}, false],
    ['revoked', { status: 'revoked', lastValidatedAt: NOW }, false],
    ['state unknown', { status: 'unknown', lastValidatedAt: NOW }, false],
  ])('running: %s', (_, more, expected) => {
    expect(isRunning({ deviceId: 'a', status: 'active', ...more }, NOW)).toBe(expected)
  })

  it.each<[string, Device]>([
    [
      'all reported',
      {
        deviceId: 'a',
        status: 'active',
        createdAt: NOW,
        revokedAt: null,
        lastValidatedAt: NOW,
        lastDecision: { allowed: true, code: 'ALLOW', at: NOW, revision: 4 },
        rhythm: null,
      },
    ],
    ['nothing reported', { deviceId: 'a', status: 'unknown' }],
    ['never', { deviceId: 'a', status: 'revoked', createdAt: null, lastValidatedAt: null, lastDecision: null }],
    ['decision without time', { deviceId: 'a', status: 'active', lastDecision: { allowed: false, code: 'X' } }],
  ])('wire round trip: %s', (_, device) => {
    const wire = JSON.parse(JSON.stringify(toWire(device)))
    expect(fromWire(wire)).toEqual(device)
    expect(Object.keys(toWire(device)).sort()).toEqual(Object.keys(device).sort())
  })
})
