/** How well the record is proven, in words: as little as is known, and never more. */
import type { Tone } from '@/components/ui/pill'
import { type RecordVerdict, restOfVerdict } from '@/lib/domain/record-verdict'
import type { RecordStatus } from '@/lib/domain/wire/activity'

const number = (value: number): string => value.toLocaleString('en')
const events = (count: number): string => (count === 1 ? '1 event' : `${number(count)} events`)

/** The state of the record, without a look at the events themselves. */
export function recordState(status: RecordStatus): { tone: Tone; text: string } {
  if (status.broken) return { tone: 'stop', text: 'Broken' }
  if (status.fault) return { tone: 'wait', text: 'Not anchored' }
  if (!status.lastAt) return { tone: 'wait', text: 'No anchor yet' }
  return { tone: 'ok', text: status.notAnchored === 0 ? 'All anchored' : 'Anchored' }
}

/** Alarms: what happened, what it means, what to do. */
export function alarmsOf({ broken, fault, notAnchored }: RecordStatus): { tone: 'stop' | 'wait'; lines: string[] }[] {
  const alarms: { tone: 'stop' | 'wait'; lines: string[] }[] = []
  if (broken)
    alarms.push({
      tone: 'stop',
      lines: [
        'The record is not the one that was anchored.',
        `${sentence(broken)} Events may have been changed, removed or replaced by a person who can write the database.`,
        'Keep a copy of the database and of the anchors, and verify both offline (npm run audit:verify) before anything else.',
      ],
    })
  if (fault)
    alarms.push({
      tone: 'wait',
      lines: [
        `The last anchor could not be published: ${closed(fault)}`,
        `Every act is still recorded and chained, but ${events(notAnchored)} could be rewritten without being found.`,
        'Mend where anchors go; it is tried again by itself every minute.',
      ],
    })
  return alarms
}

/** What a verification found. */
export function verdictWords(verdict: RecordVerdict): { tone: Tone; title: string; lines: string[] } {
  const { ok, events: count, findings, tail } = verdict
  if (!ok)
    return {
      tone: 'stop',
      title: 'Not the record that was written',
      lines: [
        ...findings.map(({ what }) => sentence(what)),
        `${events(count)} were looked at.`,
        'Keep a copy of the database and of the anchors as they are, and find out who could write them.',
      ],
    }
  const title = tail.proven ? `${events(count)} are as they were written` : `${events(count)} fit; the tail is unproven`
  return { tone: tail.proven ? 'ok' : 'wait', title, lines: [...provenBy(verdict), ...restOfVerdict(verdict)] }
}

function provenBy({ anchors, notAnchored, tail }: RecordVerdict): string[] {
  const fit = anchors === 1 ? 'the anchor' : `all ${number(anchors)} anchors`
  return [
    anchors === 0
      ? 'They follow one another without a gap. There is no anchor to hold them against.'
      : `They follow one another without a gap, and fit ${fit}.`,
    notAnchored > 0
      ? `${events(notAnchored)} not yet anchored: compared with each other only.`
      : 'None came after the last anchor.',
    tail.proven
      ? `The head that you kept is in the record; ${tail.afterHead === 0 ? 'nothing' : events(tail.afterHead ?? 0)} came after it.`
      : 'Nothing here shows that the record was not cut off at its end, anchors and all: only a head that you kept does.',
  ]
}

const closed = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
const sentence = (text: string): string => closed(text.replace(/^./, (letter) => letter.toUpperCase()))
