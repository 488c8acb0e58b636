import { expect, it } from 'vitest'
import { noStopCounts, type StopStatus } from '@/lib/domain/stop'
import { stateWord } from './plain-words'

const READING = { status: 'fresh', readAt: null, authorityNow: null, error: null } as const

const wordOf = (status: StopStatus) =>
  stateWord({
    reading: READING,
    execution: { state: 'enabled', changedAt: null, reason: null },
    stop: {
      operationId: '00000000-0000-4000-8000-000000000000',
      kind: 'disable',
      status,
      by: { id: null, name: 'Ana' },
      requestedAt: '2026-01-01T00:00:00.000Z',
      acceptedAt: null,
      reason: null,
      total: 0,
      counts: noStopCounts(),
    },
  }).word

it('says of a stop that was not accepted only what is known of it', () => {
  expect(wordOf('requested')).toBe('◔ Stop requested')
  expect(wordOf('queued')).toBe('◔ Stop queued, not in force')
  // Its answer was lost: it may be in force, and it may not.
  expect(wordOf('unknown')).toBe('◔ Stop not known yet')
})

it('says what was last known as that', () => {
  const execution = { state: 'enabled', changedAt: null, reason: null } as const
  expect(stateWord({ execution, stop: null, reading: READING }).word).toBe('● Running')
  expect(stateWord({ execution, stop: null, reading: { ...READING, status: 'failing' } })).toEqual({
    word: '◔ Last known: running',
    tone: 'wait',
  })
})
