import { describe, expect, it } from 'vitest'
import type { RecordVerdict } from '@/lib/domain/record-verdict'
import type { RecordStatus } from '@/lib/domain/wire/activity'
import { alarmsOf, recordState, verdictWords } from './record-words'

const STATUS: RecordStatus = {
  head: 'head1:',
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
  findings: [],
  tail: { proven: true, afterHead: 0 },
  compared: 12,
  notCovered: { older: 0, open: 0, holds: 0 },
  notes: [],
}

describe('the state of the record', () => {
  it.each([
    [{}, 'ok', 'Anchored'],
    [{ notAnchored: 0 }, 'ok', 'All anchored'],
    [{ lastAt: null }, 'wait', 'No anchor yet'],
    [{ fault: 'it answered 500' }, 'wait', 'Not anchored'],
    [{ fault: 'it answered 500', broken: 'event 7 is not the one' }, 'stop', 'Broken'],
  ] as [Partial<RecordStatus>, string, string][])('%o', (some, tone, text) => {
    expect(recordState({ ...STATUS, ...some })).toEqual({ tone, text })
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
  it('claims no more than was compared with an anchor, and a kept head', () => {
    expect(verdictWords(VERDICT)).toMatchObject({ tone: 'ok', title: '1,200 events are as they were written' })
    expect(verdictWords({ ...VERDICT, notAnchored: 4 }).lines[1]).toContain('4 events not yet anchored')
    const unproven = verdictWords({ ...VERDICT, tail: { proven: false, afterHead: null } })
    expect(unproven).toMatchObject({ tone: 'wait', title: '1,200 events fit; the tail is unproven' })
    expect(unproven.lines.join()).toContain('only a head that you kept does')
  })
  it('names what is not covered, with counts', () => {
    const { lines } = verdictWords({ ...VERDICT, notCovered: { older: 1_500, open: 1, holds: 3 } })
    expect(lines).toContain(
      'Not covered: 1,500 operations that ended before the record held how they end; 1 operation that has not ended; 3 holds of such operations or of none.',
    )
  })
  it('names everything that does not fit', () => {
    const found = { sequence: null, id: null }
    const findings = [
      { ...found, code: 'anchors-gap' as const, what: 'anchor 3 does not follow' },
      { ...found, code: 'altered' as const, what: 'event 7 is not as it was written' },
    ]
    const words = verdictWords({ ...VERDICT, ok: false, findings })
    expect(words).toMatchObject({ tone: 'stop', title: 'Not the record that was written' })
    expect(words.lines.slice(0, 2)).toEqual(['Anchor 3 does not follow.', 'Event 7 is not as it was written.'])
  })
})
