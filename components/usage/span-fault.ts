import { SPAN_MS_MAX, SPAN_MS_MIN } from '@/lib/domain/figures/usage-range'

/** What is wrong with a span that was typed, in a sentence; null if it can be shown. Epoch ms; null: no time at all. */
export function spanFault(from: number | null, to: number | null, now: number): string | null {
  if (from === null || to === null) return 'Enter both times.'
  if (from >= now) return 'The beginning is yet to come. Choose an earlier one.'
  if (to <= from) return 'The end is before the beginning. Choose a later one.'
  if (Math.min(to, now) - from < SPAN_MS_MIN) return 'That is less than five minutes. Choose a longer span.'
  if (Math.min(to, now) - from > SPAN_MS_MAX) return 'That is more than two years, and older samples are not kept.'
  return null
}
