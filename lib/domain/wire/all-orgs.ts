/** All orgs of one person on one page: what they add up to, and which needs a person first. */
import { type CapUse, capUse } from '../figures/cap-use'
import type { OrgState } from './org-state'

/** `trend`: devices allowed to work, by the hour of the last day, oldest first. */
export type OrgOnPage = { state: OrgState; trend: { at: string; allowed: number }[] }

/** Every org that the person may see. `at`: the console's time of this answer. */
export type AllOrgs = { orgs: OrgOnPage[]; at: string }

export type OrgsSum = {
  orgs: number
  /** Over the orgs whose devices were read. */
  total: number
  active: number
  allowed: number
  /** Over the orgs that have a cap and said it; null where none did. */
  cap: { used: number; limit: number } | null
  /** Orgs whose stop is requested or in force, and orgs that are disabled by others. */
  stopped: number
  contradicted: number
  /** Orgs that the sums leave out, because their devices were never read. */
  without: string[]
  /** Orgs whose last reading is old or failed: their part of the sums is what was last known. */
  old: string[]
}

export function sumOrgs(states: readonly OrgState[]): OrgsSum {
  const read = states.filter(({ counts }) => counts !== null)
  const add = (value: (state: OrgState) => number) => read.reduce((sum, state) => sum + value(state), 0)
  const caps = read.map(capOf).filter((use) => 'limit' in use)
  return {
    orgs: states.length,
    total: add(({ counts }) => counts?.total ?? 0),
    active: add(({ counts }) => counts?.active ?? 0),
    allowed: add(({ counts }) => counts?.allowed ?? 0),
    cap:
      caps.length === 0
        ? null
        : {
            used: caps.reduce((sum, { used }) => sum + used, 0),
            limit: caps.reduce((sum, { limit }) => sum + limit, 0),
          },
    stopped: states.filter(isStopped).length,
    contradicted: states.reduce((sum, { contradicted }) => sum + contradicted, 0),
    without: states.filter(({ counts }) => counts === null).map(({ org }) => org.slug),
    old: read.filter(({ reading }) => reading.status !== 'fresh').map(({ org }) => org.slug),
  }
}

export const capOf = ({ cap, counts }: OrgState): CapUse => capUse(cap, counts?.active)

const isStopped = ({ orgStop, execution }: OrgState): boolean => orgStop !== null || execution.state === 'disabled'

/** 0: needs a person now. The higher, the later on the page. */
export function urgencyOf(state: OrgState): number {
  const { alarms, orgStop, reading, execution } = state
  if (alarms.contradicted + alarms.liftedElsewhere + alarms.twinChanged + alarms.refusedStops > 0) return 0
  if (orgStop && orgStop.status !== 'accepted') return 1
  if (orgStop?.status === 'accepted' && execution.state === 'enabled') return 1
  if (reading.status === 'key-rejected') return 2
  if (reading.status === 'failing') return 3
  if (isStopped(state)) return 4
  const cap = capOf(state).state
  if (cap === 'over' || cap === 'reached' || cap === 'near') return 5
  return reading.status === 'fresh' ? 6 : 5
}

/** What needs a person first, then by name. */
export const byUrgency = (one: OrgState, other: OrgState): number =>
  urgencyOf(one) - urgencyOf(other) || (one.org.slug < other.org.slug ? -1 : 1)
