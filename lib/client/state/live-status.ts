import { observable } from './observable'

/** Without an event for this long, the org's state is requested; the console sends it every 2 s. */
export const LIVE_GAP_MS = 3_000
/** What is older than this is not shown as the present any more. A hidden page polls every 10 s. */
const STALE_MS = 12_000

const streamedAt = new Map<string, number>()
const heardAt = new Map<string, number>()
const now = () => Date.now()

/** An event of the org's stream came in, here or in another tab of this browser. */
export const noteLive = (org: string): void => void streamedAt.set(org, now())

/** True while the stream of the org's state works, so that no page has to poll. */
export const isLive = (org: string): boolean => now() - (streamedAt.get(org) ?? 0) <= LIVE_GAP_MS

/** The org's state arrived, in whichever way. */
export function noteHeard(org: string): void {
  heardAt.set(org, now())
  if (silent.get().has(org)) silent.set(new Set([...silent.get()].filter((other) => other !== org)))
}

/** Orgs whose state was heard once and has not arrived for too long. */
export const silent = observable<ReadonlySet<string>>(new Set())

/** Looks whether a state has grown old; called once a second while a page of an org is open. */
export function noteSilence(org: string): void {
  const at = heardAt.get(org)
  if (at !== undefined && now() - at > STALE_MS && !silent.get().has(org)) silent.set(new Set([...silent.get(), org]))
}
