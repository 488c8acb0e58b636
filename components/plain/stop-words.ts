/** The sentences about one stop. Never more than is known: acceptance is the authority's, confirmation a device's denial. */
import type { Operation } from '@/lib/domain/operation'
import { stopHeadline } from '@/lib/domain/stop'
import type { PlainMark } from './plain-page'
import { nextTrySentence } from './plain-words'
import type { KnownStop } from './stop-result-types'

export type Headline = { words: string; sign: string; tone: 'stop' | 'wait' | 'ok'; mark: PlainMark }

export function headlineOf({ stop, total }: Operation): Headline {
  if (!stop) return { words: 'Not a stop', sign: '◔', tone: 'wait', mark: 'unknown' }
  const words = stopHeadline(stop.status, stop.counts, total)
  if (stop.counts.contradicted > 0) return { words, sign: '▲', tone: 'stop', mark: 'alarm' }
  if (stop.status === 'accepted') return { words, sign: '■', tone: 'stop', mark: 'stopped' }
  if (stop.status === 'lifted-elsewhere') return { words, sign: '▲', tone: 'stop', mark: 'alarm' }
  return {
    words,
    sign: stop.status === 'lifted' ? '●' : '◔',
    tone: stop.status === 'lifted' ? 'ok' : 'wait',
    mark: 'unknown',
  }
}

/** Why it is not in force, and what happens now; null where the headline says it all. */
export function whySentence({ operation, nextTryAt }: KnownStop, now: number): string | null {
  const { stop, error } = operation
  const said = error?.message ?? ''
  switch (stop?.status) {
    case 'queued':
      return `${said} It is not in force. ${nextTrySentence(nextTryAt, now)}`.trim()
    case 'unknown':
      return nextTryAt === null && operation.state === 'finished'
        ? said
        : `${said} Whether it was taken is found out by reading. ${nextTrySentence(nextTryAt, now)}`.trim()
    case 'refused':
      return `${said} Nothing was stopped.`.trim()
    case 'lifted-elsewhere':
      return 'The org was enabled again outside this console. Its agents may be working.'
    case 'withdrawn':
      return 'It is sent no more.'
    case 'closed':
      return 'It holds, and is watched no longer.'
    default:
      return null
  }
}

/** Where the record of it is, when it is not where it belongs; null when it is. */
export function recordSentence(recorded: KnownStop['recorded']): string | null {
  if (recorded === 'sink')
    return 'Kept in the emergency file: the console’s database takes no writes now. It is written there as soon as it does.'
  if (recorded === 'nowhere')
    return 'Not recorded: neither the database nor the emergency file takes writes. It stands in the console’s log alone. Note the number above.'
  return null
}
