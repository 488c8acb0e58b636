import { expect, it } from 'vitest'
import type { DeviceRow } from '../wire/devices'
import { deniedAfterMs, rehearsalStage } from './rehearsal-stage'

const AT = Date.parse('2026-11-28T03:00:00Z')
const iso = (ms: number) => new Date(AT + ms).toISOString()

const device = (more: Partial<DeviceRow>): DeviceRow => ({
  deviceId: 'a:b:c:1',
  status: 'revoked',
  parts: null,
  running: false,
  revokedAt: iso(0),
  lastValidatedAt: iso(1_800),
  lastDecision: { allowed: false, code: 'DEVICE_REVOKED', at: iso(1_800) },
  rhythm: { medianMs: 2_000, p95Ms: 4_000, n: 20 },
  stop: 'confirmed',
  ...more,
})

it.each([
  ['not denied yet', { stop: 'waiting' }, 60_000, 'sent'],
  ['asked, and this authority does not show the answer', { stop: 'asked' }, 60_000, 'sent'],
  ['allowed after the revoke', { stop: 'contradicted' }, 60_000, 'contradicted'],
  ['denied, and within its rhythm', {}, 1_800 + 12_000, 'denied'],
  ['denied, and silent for longer than it ever is', {}, 1_800 + 12_001, 'silent'],
  ['of a quick rhythm: a short silence shows nothing', { rhythm: { medianMs: 10, p95Ms: 20, n: 9 } }, 6_800, 'denied'],
  ['of no rhythm', { rhythm: null }, 31_800, 'denied'],
  ['of no rhythm, after half a minute', { rhythm: null }, 31_801, 'silent'],
] as const)('%s', (_, more, afterMs, stage) => {
  expect(rehearsalStage(device(more as Partial<DeviceRow>), AT + afterMs)).toBe(stage)
})

it('has the time from the revoke to the denial by one clock, and none where it was not read', () => {
  expect(deniedAfterMs(device({}))).toBe(1_800)
  expect(deniedAfterMs(device({ lastDecision: { allowed: true, code: 'ALLOW', at: iso(5) } }))).toBeNull()
  expect(deniedAfterMs(device({ revokedAt: undefined }))).toBeNull()
  expect(deniedAfterMs(device({ lastDecision: undefined, lastValidatedAt: undefined }))).toBeNull()
})
