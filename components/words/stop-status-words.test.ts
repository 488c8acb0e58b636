import { describe, expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { noStopCounts, type StopStatus } from '@/lib/domain/stop'
import { askingWords, recordSentence, waitingWords, whySentence } from './stop-status-words'

const telling = {
  now: Date.parse('2026-01-01T00:00:00.000Z'),
  clock: (at: number) => new Date(at).toISOString().slice(11, 19),
}

const operation = (
  status: StopStatus,
  more: Partial<Operation['stop']> = {},
  message = 'It does not answer',
): Operation =>
  ({
    state: 'running',
    stop: { status, counts: noStopCounts(), ...more },
    error: { code: 'upstream-unavailable', message, requestId: null },
  }) as unknown as Operation

describe('why a stop is not in force', () => {
  it('names the time of the next try', () => {
    expect(whySentence(operation('queued', { nextTryAt: '2026-01-01T00:00:03.200Z' }), telling)).toBe(
      'It does not answer. It is not in force. Next try in 4 s, at 00:00:03.',
    )
    expect(whySentence(operation('queued', { nextTryAt: '2025-12-31T23:59:59.000Z' }), telling)).toContain(
      'It is being sent again now.',
    )
    expect(whySentence(operation('queued'), telling)).toContain('It is sent again until it is taken.')
  })
  it('does not say that a lost answer was a no', () => {
    const words = whySentence(operation('unknown', { nextTryAt: '2026-01-01T00:00:01.000Z' }), telling)
    expect(words).toContain('found out by reading')
    expect(words).not.toContain('not in force')
  })
  it('says nothing where the headline says it all', () => {
    expect(whySentence(operation('accepted'), telling)).toBeNull()
    expect(whySentence(operation('lifted'), telling)).toBeNull()
  })
  it('says of a stop in force that a part of it still waits', () => {
    const words = whySentence(operation('accepted', { nextTryAt: '2025-12-31T23:59:59.000Z' }), telling)
    expect(words).toBe(
      'A part of its devices is not reached yet, and may be working. It does not answer. It is being sent again now.',
    )
  })
})

it('says where the record is only while it is not where it belongs', () => {
  expect(recordSentence(undefined)).toBeNull()
  expect(recordSentence('sink')).toContain('emergency file')
  expect(recordSentence('nowhere')).toContain('Not recorded')
})

it.each([
  [{ everyMs: 30_000, quietMs: 40_000, late: true }, 'quiet for 40 s, asks about every 30 s'],
  [{ everyMs: 900_000, quietMs: 40_000, late: false }, 'asks about every 15 min, last 40 s ago'],
  [{ everyMs: 1_000, quietMs: 300, late: false }, 'asks about every 1 s, asked just now'],
  [{ everyMs: null, quietMs: 40_000, late: false }, 'how often it asks is not known, last 40 s ago'],
  [{ everyMs: null, quietMs: null, late: false }, 'has never asked'],
])('a waiting device %j reads %s', (device, words) => {
  expect(waitingWords({ deviceId: 'a', ...device })).toBe(words)
})

it('counts the denials of one that goes on asking', () => {
  expect(askingWords(1)).toBe('confirmed, still asking (1 denial)')
  expect(askingWords(14)).toBe('confirmed, still asking (14 denials)')
})
