/** The headline of one stop, with its sign and its colour. */
import type { Operation } from '@/lib/domain/operation'
import { stopHeadline } from '@/lib/domain/stop'
import type { PlainMark } from '../plain-page'

export type Headline = { words: string; sign: string; tone: 'stop' | 'wait' | 'ok'; mark: PlainMark }

export function headlineOf({ stop, total }: Operation): Headline {
  if (!stop) return { words: 'Not a stop', sign: '◔', tone: 'wait', mark: 'unknown' }
  const words = stopHeadline(stop.status, stop.counts, total, stop.unusable)
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
