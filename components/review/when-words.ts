/** When an act begins and how long a fence is in force: the rules of the server, checked before the request. */
import type { StartOperation } from '@/lib/domain/command'
import { LATER_DAYS_MAX, LATER_MAX_MS } from '@/lib/domain/limits'

export type When = 'now' | 'fence' | 'later'
export type Until = 'end' | 'reminder'

/** What is wrong with a time; null when nothing is, or none is needed. */
export function whenFault(when: When, at: number | null, now: number): string | null {
  if (when === 'now') return null
  if (at === null) return 'A date and a time are needed.'
  if (at <= now) return 'That time is over.'
  return when === 'later' && at - now > LATER_MAX_MS ? `At most ${LATER_DAYS_MAX} days from now.` : null
}

/** What the command says. */
export function whenPart(when: When, until: Until, at: number | null): Pick<StartOperation, 'fence' | 'startAt'> {
  if (when === 'now' || at === null) return {}
  const time = new Date(at).toISOString()
  if (when === 'later') return { startAt: time }
  return { fence: until === 'end' ? { endsAt: time } : { remindAt: time } }
}
