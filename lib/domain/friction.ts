/**
 * The one rule of what starting agents again requires: both a reason and a recent sign-in, or neither. It counts what can
 * start, not what is clicked, so that many small acts require what one large act requires. It never applies to a stop.
 */

/** Starts of one person within this time are counted together, in ms. */
export const STARTS_COUNTED_MS = 10 * 60_000

/** Why an act can start a number of agents that is unknown beforehand. */
export type OpenReach = 'org' | 'fence' | 'later' | 'removal'

/**
 * What an act can start. `open`: an unknown number, and why. Else `devices` is the number of distinct devices, over all orgs,
 * that this person's acts of the last ten minutes can start, this one included; two or more are all the same.
 * `foreignHold`: it releases a hold that another person placed, or starts what was stopped outside the console.
 */
export type Start = { open: OpenReach } | { open: null; devices: number; foreignHold: boolean }

/** True when the act requires a reason and a sign-in of the last ten minutes. */
export const isGuarded = (start: Start): boolean => start.open !== null || start.devices > 1 || start.foreignHold

const OPEN_REASONS: Record<OpenReach, string> = {
  org: 'it concerns the whole org',
  fence: 'it concerns a fence',
  later: 'it begins later',
  removal: 'a removed device can register again',
}

/** Completes "This asks for a reason, because …". Only for a start that is guarded. */
export function guardCause(start: Start): string {
  if (start.open !== null) return OPEN_REASONS[start.open]
  if (start.foreignHold) return 'it releases a stop that is not your own'
  return 'with your other acts of the last 10 minutes it can start more than one device'
}
