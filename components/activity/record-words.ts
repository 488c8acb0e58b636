/** How well the record is proven, in words: as little as is known, and never more. */
import type { Tone } from '@/components/ui/pill'
import type { RecordStatus, RecordVerdict } from '@/lib/domain/console-api'

const number = (value: number): string => value.toLocaleString('en')
const events = (count: number): string => (count === 1 ? '1 event' : `${number(count)} events`)

/** How it stands without a look at the events themselves. */
export function standing(status: RecordStatus): { tone: Tone; text: string } {
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
        `${sentence(broken)} Events may have been changed, removed or replaced by somebody who can write the database.`,
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
  const { ok, events: count, anchors, notAnchored, firstBad } = verdict
  if (!ok)
    return {
      tone: 'stop',
      title: 'Not the record that was written',
      lines: [
        sentence(firstBad?.what ?? 'it does not fit its anchors'),
        `${events(count)} were looked at up to there.`,
        'Keep a copy of the database and of the anchors as they are, and find out who could write them.',
      ],
    }
  if (anchors === 0)
    return {
      tone: 'wait',
      title: `${events(count)} fit together`,
      lines: [
        'There is no anchor to hold them against here: nothing shows that the record was not written anew as a whole.',
        'Where anchors go to an address, verify offline against those that it kept.',
      ],
    }
  return {
    tone: 'ok',
    title: `${events(count)} are as they were written`,
    lines: [
      `They follow one another without a gap, and fit ${anchors === 1 ? 'the anchor' : `all ${number(anchors)} anchors`}.`,
      notAnchored > 0
        ? `${events(notAnchored)} not yet anchored: held against each other only.`
        : 'None came after the last anchor.',
    ],
  }
}

const closed = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
const sentence = (text: string): string => closed(text.replace(/^./, (letter) => letter.toUpperCase()))
