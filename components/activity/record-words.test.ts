import { describe, expect, it } from 'vitest'
import type { RecordStatus, RecordVerdict } from '@/lib/domain/console-api'
import { alarmsOf, standing, verdictWords } from './record-words'

const STATUS: RecordStatus = {
  events: 120,
  notAnchored: 3,
  target: '/elsewhere/anchors.jsonl',
  key: 'ab'.repeat(32),
  lastAt: '2026-11-12T14:00:00.000Z',
  fault: null,
  broken: null,
  warnings: [],
}
const VERDICT: RecordVerdict = {
  ok: true,
  events: 1_200,
  anchors: 7,
  anchoredAt: '2026-11-12T14:00:00.000Z',
  notAnchored: 0,
  firstBad: null,
}

describe('the standing of the record', () => {
  it.each([
    [{}, 'ok', 'Anchored'],
    [{ notAnchored: 0 }, 'ok', 'All anchored'],
    [{ lastAt: null }, 'wait', 'No anchor yet'],
    [{ fault: 'it answered 500' }, 'wait', 'Not anchored'],
    [{ fault: 'it answered 500', broken: 'event 7 is not the one' }, 'stop', 'Broken'],
  ] as [Partial<RecordStatus>, string, string][])('%o', (some, tone, text) => {
    expect(standing({ ...STATUS, ...some })).toEqual({ tone, text })
  })

  it('raises an alarm for what is broken and for what could not be anchored', () => {
    expect(alarmsOf(STATUS)).toEqual([])
    const alarms = alarmsOf({ ...STATUS, fault: 'it answered 500', broken: 'event 7 was changed' })
    expect(alarms.map(({ tone }) => tone)).toEqual(['stop', 'wait'])
    expect(alarms[0]?.lines[1]).toContain('Event 7 was changed.')
    expect(alarms[1]?.lines[1]).toContain('3 events could be rewritten')
  })
})

describe('the verdict', () => {
  it('claims no more than was held against an anchor', () => {
    expect(verdictWords(VERDICT)).toMatchObject({ tone: 'ok', title: '1,200 events are as they were written' })
    expect(verdictWords({ ...VERDICT, notAnchored: 4 }).lines[1]).toContain('4 events not yet anchored')
    expect(verdictWords({ ...VERDICT, anchors: 0 })).toMatchObject({ tone: 'wait', title: '1,200 events fit together' })
  })
  it('names the first event that does not fit', () => {
    const firstBad = { sequence: 7, id: 'x', what: 'event 7 is not as it was written' }
    const words = verdictWords({ ...VERDICT, ok: false, firstBad })
    expect(words).toMatchObject({ tone: 'stop', title: 'Not the record that was written' })
    expect(words.lines[0]).toBe('Event 7 is not as it was written.')
  })
})
