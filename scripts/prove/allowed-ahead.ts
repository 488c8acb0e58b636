/**
 * How many units of work are allowed and have not begun. A command that does one thing after the other has one at most, however
 * often it asks. Agents that work at the same time may all be allowed before the first of them begins.
 */
import { isUnit, type TrialEvent } from './trial-log'

/** What an event leaves of it. @param isParallel whether the command was seen to do several things at the same time. */
export function allowedAhead(before: number, event: TrialEvent, isParallel: boolean): number {
  if (event.kind === 'allowed') return isParallel ? before + 1 : 1
  return isUnit(event) ? Math.max(0, before - 1) : before
}

/** What is allowed ahead after these events. */
export const allowedAheadAfter = (events: readonly TrialEvent[], isParallel: boolean): number =>
  events.reduce((ahead, event) => allowedAhead(ahead, event, isParallel), 0)
