/** What may be claimed of one device under a stop. The broken twins claim too much, and the table catches them. */
import { describe, expect, it } from 'vitest'
import type { Device } from './device'
import { type DeviceStopState, deviceStopState, type StopMark, stopHeadline } from './stop'

const device = (data: Partial<Device>): Device => ({ deviceId: 'a', status: 'revoked', ...data })
const byRevision: StopMark = { kind: 'revoke', revision: 100 }
const byTime: StopMark = { kind: 'disable', acceptedAt: 5_000 }
const byChange: StopMark = { kind: 'revoke', before: { lastValidatedAt: 4_000 } }

type Case = [
  what: string,
  device: Device | undefined,
  mark: StopMark,
  execution: 'enabled' | 'disabled' | 'unknown',
  expected: DeviceStopState,
]

const CASES: Case[] = [
  [
    'denied at a later revision',
    device({ lastDecision: { allowed: false, code: 'DEVICE_REVOKED', revision: 101 } }),
    byRevision,
    'enabled',
    'confirmed',
  ],
  [
    'denied at the very revision',
    device({ lastDecision: { allowed: false, code: 'DEVICE_REVOKED', revision: 100 } }),
    byRevision,
    'enabled',
    'confirmed',
  ],
  [
    'denied before the stop',
    device({ lastDecision: { allowed: false, code: 'PLAN_FROZEN', revision: 99 } }),
    byRevision,
    'enabled',
    'waiting',
  ],
  [
    'allowed before the stop',
    device({ lastDecision: { allowed: true, code: 'ALLOW', revision: 99 } }),
    byRevision,
    'enabled',
    'waiting',
  ],
  [
    'allowed after the stop',
    device({ lastDecision: { allowed: true, code: 'ALLOW', revision: 101 } }),
    byRevision,
    'enabled',
    'contradicted',
  ],
  ['active again', device({ status: 'active', lastDecision: null }), byRevision, 'enabled', 'contradicted'],
  ['never asked', device({ lastDecision: null, lastValidatedAt: null }), byRevision, 'enabled', 'waiting'],
  ['gone from the list', undefined, byRevision, 'enabled', 'waiting'],
  [
    'an unknown denial code',
    device({ lastDecision: { allowed: false, code: 'SOMETHING_NEW', revision: 101 } }),
    byRevision,
    'enabled',
    'confirmed',
  ],
  [
    'org disabled, denied later by the authority’s clock',
    device({ status: 'active', lastDecision: { allowed: false, code: 'ORG_DISABLED', at: 5_001 } }),
    byTime,
    'disabled',
    'confirmed',
  ],
  [
    'org disabled, denied at the same moment',
    device({ status: 'active', lastDecision: { allowed: false, code: 'ORG_DISABLED', at: 5_000 } }),
    byTime,
    'disabled',
    'waiting',
  ],
  ['org enabled again', device({ status: 'active', lastDecision: null }), byTime, 'enabled', 'contradicted'],
  [
    'no decision shown, seen later',
    device({ lastValidatedAt: 6_000, revokedAt: 5_000 }),
    { kind: 'revoke' },
    'unknown',
    'asked',
  ],
  [
    'no decision shown, seen before',
    device({ lastValidatedAt: 4_000, revokedAt: 5_000 }),
    { kind: 'revoke' },
    'unknown',
    'waiting',
  ],
  ['no times at all, a changed value', device({ lastValidatedAt: 4_500 }), byChange, 'unknown', 'asked'],
  ['no times at all, the same value', device({ lastValidatedAt: 4_000 }), byChange, 'unknown', 'waiting'],
  ['nothing reported', device({}), byRevision, 'unknown', 'waiting'],
]

describe('deviceStopState', () => {
  it.each(CASES)('%s', (_, subject, mark, execution, expected) => {
    expect(deviceStopState(subject, mark, execution)).toBe(expected)
  })

  const twins: Record<string, typeof deviceStopState> = {
    'silence is success': (...input) =>
      deviceStopState(...input) === 'waiting' ? 'confirmed' : deviceStopState(...input),
    'any denial confirms': (subject, mark, execution) =>
      subject?.lastDecision?.allowed === false ? 'confirmed' : deviceStopState(subject, mark, execution),
    'the console knows best': (subject, mark, execution) => {
      const state = deviceStopState(subject, mark, execution)
      return state === 'contradicted' ? 'confirmed' : state
    },
    'asked is confirmed': (...input) =>
      deviceStopState(...input) === 'asked' ? 'confirmed' : deviceStopState(...input),
  }
  it.each(Object.entries(twins))('catches the twin "%s"', (_, twin) => {
    expect(CASES.some(([, subject, mark, execution, expected]) => twin(subject, mark, execution) !== expected)).toBe(
      true,
    )
  })
})

it('shows "all denied" only if all are confirmed', () => {
  expect(stopHeadline('accepted', { confirmed: 25, asked: 0, waiting: 0, contradicted: 0 }, 0)).toBe('All 25 denied')
  expect(stopHeadline('accepted', { confirmed: 25, asked: 0, waiting: 0, contradicted: 0 }, 26)).toBe('Stop in force')
  expect(stopHeadline('accepted', { confirmed: 25, asked: 0, waiting: 0, contradicted: 0 }, 0, 1)).toBe('Stop in force')
  expect(stopHeadline('accepted', { confirmed: 24, asked: 0, waiting: 1, contradicted: 0 }, 0)).toBe('Stop in force')
  expect(stopHeadline('accepted', { confirmed: 0, asked: 0, waiting: 0, contradicted: 0 }, 0)).toBe('Stop in force')
  expect(stopHeadline('queued', { confirmed: 25, asked: 0, waiting: 0, contradicted: 0 }, 0)).toBe(
    'Stop queued, not in force',
  )
})
