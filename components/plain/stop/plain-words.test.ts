import { expect, it } from 'vitest'
import { noStopCounts, type StopCounts, type StopStatus } from '@/lib/domain/stop'
import { readBesideState, stateWord, stoppedState } from './plain-words'

const READING = { status: 'fresh', readAt: null, authorityNow: null, error: null } as const

const COUNTS = { total: 25, active: 25, revoked: 0, unknown: 0, running: 25, allowed: 25 }

const NO_ALARMS = { contradicted: 0, liftedElsewhere: 0, refusedStops: 0, twinChanged: 0 }

const cardOf = (
  status: StopStatus,
  state: 'enabled' | 'disabled' = 'enabled',
  counts: StopCounts = noStopCounts(),
) => ({
  counts: COUNTS,
  reading: READING as { status: 'fresh' | 'stale'; readAt: null; authorityNow: null; error: null },
  execution: { state, changedAt: null, reason: null },
  alarms: NO_ALARMS,
  stop: {
    operationId: '00000000-0000-4000-8000-000000000000',
    kind: 'disable' as const,
    status,
    by: { id: null, name: 'Ana' },
    requestedAt: '2026-01-01T00:00:00.000Z',
    acceptedAt: null,
    reason: null,
    total: 0,
    counts,
  },
})

const wordOf = (...of: Parameters<typeof cardOf>) => stateWord(cardOf(...of)).word

it('says of a stop that was not accepted only what is known of it', () => {
  expect(wordOf('requested')).toBe('◔ Stop requested, not yet accepted')
  expect(wordOf('queued')).toBe('◔ Stop queued, not in force')
  // Its answer was lost: it may be in force, and it may not.
  expect(wordOf('unknown')).toBe('◔ Not known yet whether the stop was accepted')
})

it('says of a stop in force what the page of that stop says', () => {
  const denied = { ...noStopCounts(), confirmed: 25 }
  expect(wordOf('accepted', 'disabled', denied)).toBe('■ All 25 denied')
  expect(wordOf('accepted', 'enabled', denied)).toBe('■ All 25 denied')
  expect(wordOf('accepted', 'disabled', { ...denied, waiting: 1 })).toBe('■ Stop in force')
  // Stopped by something else: the page says nothing of our own stop that is not accepted.
  expect(wordOf('queued', 'disabled', denied)).toBe('■ Stop in force')
})

it('says what was last known as that', () => {
  const execution = { state: 'enabled', changedAt: null, reason: null } as const
  const of = { execution, stop: null, reading: READING, counts: COUNTS }
  expect(stateWord(of).word).toBe('● Running')
  expect(stateWord({ ...of, reading: { ...READING, status: 'failing' } })).toEqual({
    word: '◔ Last known: running',
    tone: 'wait',
  })
  const none = { total: 0, active: 0, revoked: 0, unknown: 0, running: 0, allowed: 0 }
  expect(stateWord({ ...of, counts: none })).toEqual({ word: '○ No devices', tone: 'soft' })
  expect(stateWord({ ...of, counts: { ...none, total: 3, revoked: 3 } })).toEqual({
    word: '○ All revoked',
    tone: 'soft',
  })
})

it('says once that something is the last known', () => {
  const readAt = '2026-01-01T00:00:00.000Z'
  const now = Date.parse(readAt) + 5_000
  const old = { status: 'stale', readAt, authorityNow: null, error: null } as const
  const running = { ...cardOf('accepted'), stop: null, reading: old }
  expect([stateWord(running).word, readBesideState(running, now)]).toEqual([
    '◔ Last known: running',
    'Read 5\u00a0s ago.',
  ])
  // A stop in force stays one: that it was not read lately is said beside it.
  const stopped = { ...cardOf('accepted', 'disabled'), reading: old }
  expect(readBesideState(stopped, now)).toBe('Read 5\u00a0s ago. This is the last known snapshot.')
  expect(readBesideState({ ...running, reading: READING }, now)).toBe('Not read yet.')
})

it('takes an org for stopped only where nothing speaks against it, so that a stop stays as near as ever', () => {
  const stopped = cardOf('accepted', 'disabled')
  expect(stoppedState(stopped)).toBe('sure')
  // Stopped elsewhere, or by a revoke of every device.
  expect(stoppedState({ ...stopped, stop: null })).toBe('sure')
  expect(stoppedState(cardOf('accepted', 'enabled'))).toBe('sure')
  expect(stoppedState({ ...stopped, reading: { ...READING, status: 'stale' } })).toBe('unsure')
  expect(stoppedState({ ...stopped, alarms: { ...NO_ALARMS, liftedElsewhere: 1 } })).toBe('unsure')
  expect(stoppedState(cardOf('accepted', 'enabled', { ...noStopCounts(), contradicted: 1 }))).toBe('unsure')
  for (const status of [
    'requested',
    'queued',
    'unknown',
    'refused',
    'lifted',
    'lifted-elsewhere',
    'withdrawn',
  ] as const)
    expect(stoppedState(cardOf(status))).toBe('no')
})
