import { refusedSentence } from '@/lib/domain/stop'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { devices } from './operation-words'

/** What is wrong with the stops of this org and is not acknowledged; null if nothing is. */
export function alarmSentence({
  alarms: { contradicted, liftedElsewhere, refusedStops, twinChanged },
  org,
}: OrgState): string | null {
  const sentences = [
    contradicted > 0 &&
      `Contradicted: ${devices(contradicted)} under a stop in force ${contradicted === 1 ? 'is' : 'are'} active again or allowed.`,
    liftedElsewhere > 0 && `A stop of ${org.slug} was lifted elsewhere, not by this console.`,
    refusedStops > 0 && refusedSentence(refusedStops),
    twinChanged > 0 &&
      `Wrong device: ${devices(twinChanged)} ${twinChanged === 1 ? 'was' : 'were'} changed by an act on another id, which the authority took for ${twinChanged === 1 ? 'it' : 'them'}.`,
  ].filter(Boolean)
  return sentences.length > 0 ? sentences.join(' ') : null
}
