import type { IncidentEntry } from '@/lib/domain/incident'

/**
 * The last `max` of the line, oldest first, for a page. A confirmation is left out before anything that a person or the console
 * did: who asked for a stop of 5,000 devices comes before all of their denials, and is what the page is opened for.
 */
export function newestEntries<Dated extends { entry: Pick<IncidentEntry, 'kind'> }>(
  dated: readonly Dated[],
  max: number,
): Dated[] {
  let over = dated.length - max
  const kept = dated.filter(({ entry }) => entry.kind !== 'confirmed' || over-- <= 0)
  return kept.slice(-max)
}
