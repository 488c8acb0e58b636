/** Sentences of the plain pages. Ages are rounded-box to what a person reads at a glance; exact times carry their zone. */
import type { Telling } from '@/components/words/stop-status-words'
import { formatDay } from '@/lib/client/format/format-time'
import { refusedSentence, stopHeadline } from '@/lib/domain/stop'
import type { Execution, FleetCounts, Reading } from '@/lib/domain/wire/org-state'
import { orgWorking, WORKING_WORDS } from '@/lib/domain/wire/org-working'
import type { StopCard } from './stop-card-types'

/** Keeps a number and its unit on one line. */
export const solid = (text: string): string => text.replace(/(\d) (s|min|h|%)(?![\w])/g, '$1\u00a0$2')

export function ageOf(at: string | null, now: number): string {
  if (at === null) return 'never'
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000))
  if (seconds < 1) return 'just now'
  if (seconds < 90) return solid(`${seconds} s ago`)
  if (seconds < 5_400) return solid(`${Math.round(seconds / 60)} min ago`)
  return solid(`${Math.round(seconds / 3_600)} h ago`)
}

export const clockOf = (at: string): string => `${at.slice(11, 19)}\u00a0UTC`

/** The day of an instant in UTC, on one line: `12 Nov 2026`. */
export const dayOf = (at: string): string => formatDay(Date.parse(at), 'UTC').replaceAll(' ', '\u00a0')

/** How these pages say a time: in UTC, since a page without a script does not know the zone of the phone. */
export const telling = (now: number): Telling => ({ now, clock: (at) => clockOf(new Date(at).toISOString()) })

export const agents = (count: number): string => (count === 1 ? '1 agent' : `${count.toLocaleString('en')} agents`)

/** @param count at least 2. */
export const allOrgs = (count: number): string => (count === 2 ? 'both orgs' : `all ${count.toLocaleString('en')} orgs`)

const LAST_KNOWN = 'Last known'

/** The state of an org in one line. Of a stop it says what every other page says of it. */
export function stateWord({
  execution,
  stop,
  reading,
  counts,
}: Pick<StopCard, 'execution' | 'stop' | 'reading' | 'counts'>): {
  word: string
  /** Soft: there is no device that could run. */
  tone: 'ok' | 'stop' | 'wait' | 'soft'
} {
  const headline = stop && stopHeadline(stop.status, stop.counts, stop.total, stop.unusable)
  if (execution.state === 'disabled')
    return { word: `■ ${stop?.status === 'accepted' ? headline : 'Stop in force'}`, tone: 'stop' }
  if (stop && stop.status !== 'accepted') return { word: `◔ ${headline}`, tone: 'wait' }
  if (stop && stop.counts.contradicted > 0) return { word: '▲ Running again under a stop', tone: 'stop' }
  if (stop) return { word: `■ ${headline}`, tone: 'stop' }
  if (execution.state === 'unknown') return { word: '◔ State not known', tone: 'wait' }
  // Old data is never dressed as new; a stop in force stays one until something newer is read.
  const working = orgWorking(counts, reading.unusable)
  const words = WORKING_WORDS[working]
  if (reading.status !== 'fresh')
    return { word: `◔ ${LAST_KNOWN}: ${words.replace(/^./, (letter) => letter.toLowerCase())}`, tone: 'wait' }
  return working === 'working' ? { word: `● ${words}`, tone: 'ok' } : { word: `○ ${words}`, tone: 'soft' }
}

/**
 * Whether the org is stopped: `sure` where it was just read so and nothing speaks against it, so that the next act is to resume;
 * `unsure` where the reading is old or there is an alarm, so that a stop stays as near as ever.
 */
export function stoppedState(
  card: Pick<StopCard, 'execution' | 'stop' | 'reading' | 'counts' | 'alarms'>,
): 'no' | 'sure' | 'unsure' {
  const { execution, stop, reading, alarms } = card
  if (execution.state !== 'disabled' && stop?.status !== 'accepted') return 'no'
  const isCalm = reading.status === 'fresh' && alarmSentences(alarms).length === 0
  return isCalm && stateWord(card).word.startsWith('■') ? 'sure' : 'unsure'
}

export function countsSentence(counts: FleetCounts | null, execution: Execution): string {
  if (!counts) return 'The fleet has not been read yet.'
  const active = counts.active.toLocaleString('en')
  if (execution.state === 'disabled') return `None of ${active} active agents is allowed to work.`
  return `${agents(counts.active)} allowed to work, ${counts.running.toLocaleString('en')} of them running.`
}

export function readSentence(reading: Reading, now: number): string {
  if (reading.readAt === null) return 'Not read yet.'
  const age = `Read ${ageOf(reading.readAt, now)}.`
  return reading.status === 'fresh' ? age : `${age} This is the last known snapshot.`
}

/** The same beside the state of the org, which says already where it is the last known. */
export function readBesideState(
  card: Pick<StopCard, 'execution' | 'stop' | 'reading' | 'counts'>,
  now: number,
): string {
  const { readAt } = card.reading
  const isSaid = readAt !== null && stateWord(card).word.includes(LAST_KNOWN)
  return isSaid ? `Read ${ageOf(readAt, now)}.` : readSentence(card.reading, now)
}

/** What is wrong with the stops of an org and is not acknowledged. */
export function alarmSentences({
  contradicted,
  liftedElsewhere,
  refusedStops,
  twinChanged,
}: StopCard['alarms']): string[] {
  const sentences: string[] = []
  if (contradicted === 1) sentences.push('Contradicted: 1 device under a stop in force is active again or allowed.')
  if (contradicted > 1)
    sentences.push(`Contradicted: ${contradicted} devices under a stop in force are active again or allowed.`)
  if (liftedElsewhere > 0) sentences.push('A stop was lifted elsewhere, not by this console.')
  if (refusedStops > 0) sentences.push(refusedSentence(refusedStops))
  if (twinChanged > 0)
    sentences.push(
      `Wrong device: ${twinChanged === 1 ? '1 device was' : `${twinChanged} devices were`} changed by an act on another id.`,
    )
  return sentences
}

/** Which of the two kinds of stop is in force, where it is not the authority's own. */
export const KIND_SENTENCE = 'This authority has no org stop: every active device is revoked instead, new devices too.'
