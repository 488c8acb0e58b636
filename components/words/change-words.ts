import type { DayChanges, RequestedKind } from '@/lib/domain/figures/day-changes'
import { isOrgWide } from '@/lib/domain/operation'
import { devices, KIND_WORDS, number } from './operation-words'

/** What changed, each in one short line; none if nothing did. */
export function changeLines({ registered, active, revoked, cap, operations }: DayChanges): string[] {
  const lines: string[] = []
  if (registered) lines.push(`${devices(registered)} registered`)
  if (active && active.from !== active.to) lines.push(`active ${moved(active.from, active.to)}`)
  if (revoked && revoked.from !== revoked.to) lines.push(`revoked ${moved(revoked.from, revoked.to)}`)
  if (cap) lines.push(`cap ${capText(cap.from)} → ${capText(cap.to)}`)
  return [...lines, ...operations.map(requestedWords)]
}

const moved = (from: number, to: number) =>
  `${number(from)} → ${number(to)} (${to > from ? '+' : '−'}${number(Math.abs(to - from))})`

const capText = (cap: number | null) => (cap === null ? 'none or unknown' : number(cap))

/** `1 revoke of 6 devices`, `2 stops of the org`. */
function requestedWords({ kind, operations, devices: of }: RequestedKind): string {
  const noun = KIND_WORDS[kind].noun.toLowerCase()
  const count = `${number(operations)} ${noun}${operations === 1 ? '' : 's'}`
  return `${count} of ${isOrgWide(kind) ? 'the whole org' : devices(of)}`
}

/** What is unknown, in one sentence; null if all is known. */
export function unknownWords({ since, registered }: DayChanges): string | null {
  if (since === null) return 'What devices and the cap were before is not known: there is no older sample.'
  return registered === null ? 'How many registered is not known: this authority does not count it.' : null
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long an axis or a list reaches back, rounded: `40 s`, `10 min`, `1 h 35 min`, `24 h`, `12 d`, `2 years`. */
export function spanWords(ms: number): string {
  if (ms < MINUTE) return `${Math.round(Math.max(0, ms) / 1_000)} s`
  const minutes = Math.round(ms / MINUTE)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 600 && minutes % 60 > 0) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  if (ms < 1.5 * DAY) return `${Math.round(ms / HOUR)} h`
  if (ms < 700 * DAY) return `${Math.round(ms / DAY)} d`
  return `${Math.round(ms / (365 * DAY))} years`
}
