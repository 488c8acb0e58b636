import type { OrgState } from '@/lib/domain/wire/org-state'

export const orgStateKey = (org: string) => ['org', org, 'state'] as const

/** An answer and an event may overtake each other by this much; a bigger step back is a clock that was set. */
const OVERTAKING_MS = 15_000

/** The state that was made later: a late reply never replaces a newer state from an event. */
export function newerState(known: OrgState | undefined, next: OrgState): OrgState {
  const behindMs = known ? Date.parse(known.at) - Date.parse(next.at) : 0
  return known && behindMs > 0 && behindMs < OVERTAKING_MS ? known : next
}

/** What a person reads of a state, without its age: where two differ, the rest of the page is out of date. */
export function gistOf({
  execution,
  orgStop,
  alarms,
  counts,
  openOperations,
  fences,
  reading,
  role,
}: OrgState): string {
  const { running: _, ...fleet } = counts ?? {}
  return JSON.stringify([
    execution,
    orgStop,
    alarms,
    fleet,
    openOperations,
    fences,
    reading.status,
    reading.unusable,
    role,
  ])
}

/** A state that is not known to be the present any more: its reading says so. */
export const agedState = (state: OrgState): OrgState =>
  state.reading.status === 'fresh' ? { ...state, reading: { ...state.reading, status: 'stale' } } : state
