import type { Reading } from '@/lib/domain/wire/org-state'

/** How far the authority's clock is ahead of the console's, in ms; 0 if it reports no time. Its times are aged by its clock. */
export function authoritySkewMs(reading: Reading | undefined): number {
  if (!reading?.authorityNow || !reading.readAt) return 0
  return Date.parse(reading.authorityNow) - Date.parse(reading.readAt)
}
