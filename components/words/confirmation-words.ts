/** What is known of the answers to a stop, as a headline over its bar: honest while no device is confirmed. */
import { spanWords } from '@/lib/domain/forecast'
import type { StopCounts } from '@/lib/domain/stop'
import type { StopDevices } from '@/lib/domain/wire/operations'
import { devices, evidenceSentence, number, sourceSentence } from './operation-words'

/**
 * `note`: when the next ones are expected, as a guess from their rhythm; null where nothing is known or none waits. `source`: who can
 * have asked for those that are confirmed; null while none is.
 */
export type ConfirmationWords = { headline: string; note: string | null; source: string | null }

/** @param expected by the rhythm of those that wait, in ms from the last reading; undefined where it was not worked out. */
export function confirmationWords(counts: StopCounts, expected: StopDevices['expected']): ConfirmationWords {
  const { confirmed, asked, waiting, contradicted } = counts
  const total = confirmed + asked + waiting + contradicted
  if (total === 0) return { headline: 'No active device was covered', note: null, source: null }
  const note = waiting > 0 ? expectedWords(expected, waiting, confirmed + asked === 0) : null
  if (confirmed > 0) return { headline: evidenceSentence(counts), note, source: sourceSentence(counts) }
  const rest = [
    [asked, 'asked, and this authority does not show the answer'],
    [contradicted, 'contradicted'],
  ] as const
  const also = rest.flatMap(([count, words]) => (count > 0 ? `${number(count)} ${words}` : [])).join(' · ')
  return { headline: `0 of ${number(total)} confirmed yet${also ? ` · ${also}` : ''}`, note, source: null }
}

function expectedWords(expected: StopDevices['expected'], waiting: number, isFirst: boolean): string | null {
  if (!expected) return null
  const { firstMs, allMs } = expected
  if (firstMs === null) return `When ${waiting === 1 ? 'it asks' : 'they ask'} next is not known.`
  const within = (ms: number) => (ms === 0 ? 'any moment' : `within ${spanWords(ms)}`)
  const first = isFirst ? 'The first is expected' : 'The next is expected'
  if (waiting === 1) return `It is expected ${within(firstMs)}.`
  if (allMs === null) return `${first} ${within(firstMs)}; of some it is not known.`
  return within(firstMs) === within(allMs)
    ? `All ${devices(waiting)} are expected ${within(allMs)}.`
    : `${first} ${within(firstMs)}, all ${within(allMs)}.`
}
