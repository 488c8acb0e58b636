/** What is said of a stop beside its headline: on `/stop`, in the dialog, on its page. Never more than is known. */
import { formatDuration } from '@/lib/client/format/format-time'
import type { Operation } from '@/lib/domain/operation'
import type { StopSending } from '@/lib/domain/stop'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { WaitingDevice } from '@/lib/domain/wire/operations'

/** `clock` says a time of day with its zone. */
export type Telling = { now: number; clock: (at: number) => string }

export function nextTrySentence(nextTryAt: string | undefined, { now, clock }: Telling): string {
  if (nextTryAt === undefined) return 'It is sent again until it is taken.'
  const at = Date.parse(nextTryAt)
  const seconds = Math.ceil((at - now) / 1_000)
  return seconds < 1 ? 'It is being sent again now.' : `Next try in ${seconds} s, at ${clock(at)}.`
}

/** Why it is not in force, and what happens now; null where the headline says it all. */
export function whySentence({ stop, error, state }: Operation, telling: Telling): string | null {
  const said = error ? ended(error.message || error.code) : ''
  switch (stop?.status) {
    case 'queued':
      return `${said} It is not in force. ${nextTrySentence(stop.nextTryAt, telling)}`.trim()
    case 'unknown':
      return stop.nextTryAt === undefined && state === 'finished'
        ? said || null
        : `${said} Whether it was taken is found out by reading. ${nextTrySentence(stop.nextTryAt, telling)}`.trim()
    case 'refused':
      return `${said} Nothing was stopped.`.trim()
    case 'requested':
      return said || null
    case 'accepted':
      // A part was acknowledged; the rest still waits for the authority.
      return stop.nextTryAt === undefined
        ? null
        : `A part of its devices is not reached yet, and may be working. ${said} ${nextTrySentence(stop.nextTryAt, telling)}`
    case 'lifted-elsewhere':
      return 'The org was enabled again outside this console. Its agents may be working.'
    case 'withdrawn':
      return 'It is sent no more.'
    case 'closed':
      return 'It holds, and is no longer watched.'
    default:
      return null
  }
}

/** Where the record of it is, when it is not where it belongs; null when it is. */
export function recordSentence(recorded: StopSending['recorded']): string | null {
  if (recorded === 'sink')
    return 'Kept in the emergency file: the console’s database takes no writes now. It is written there as soon as it does.'
  if (recorded === 'nowhere')
    return 'Not recorded: neither the database nor the emergency file takes writes. It is in the console’s log alone. Note its operation id.'
  return null
}

/** A device that has not asked since, beside its usual rhythm: a warning once it is quiet for longer than that explains. */
export function waitingWords({ everyMs, quietMs, late }: WaitingDevice): string {
  if (quietMs === null) return 'has never asked'
  const asked = quietMs < 1_000 ? 'asked just now' : `last ${formatDuration(quietMs)} ago`
  if (everyMs === null) return `how often it asks is not known, ${asked}`
  const every = `asks about every ${formatSpacing(everyMs)}`
  return late ? `quiet for ${formatDuration(quietMs)}, ${every}` : `${every}, ${asked}`
}

/** A device that is confirmed and goes on asking. No warning: an agent that a supervisor starts again asks, too. */
export const askingWords = (denials: number): string =>
  `confirmed, still asking (${denials.toLocaleString('en')} ${denials === 1 ? 'denial' : 'denials'})`

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
