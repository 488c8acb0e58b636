/**
 * What a date-and-time field holds: `2026-11-12T18:00`, on the wall of the zone that times are shown in. Where clocks change, a
 * time of the wall comes twice or not at all. It has one meaning in every field: what something begins at is the first instant
 * that it can mean, what something lasts until is the second; so a span never leaves out what the wall could mean.
 */
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const MINUTE_CHARS = 16
/** Farther away from a change of the clocks than any change moves them. */
const AROUND_MS = 36 * HOUR_MS

export type Edge = 'from' | 'until'
/** `twice`: the clocks go through it twice that day; `never`: they leave it out. */
export type Oddity = 'twice' | 'never'

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const
  const made = new Intl.DateTimeFormat('en-GB', options)
  formatters.set(zone, made)
  return made
}

/** How far a zone's wall is ahead of UTC at an instant, in ms. */
export function zoneOffsetMs(at: number, zone: string): number {
  const parts = formatterOf(zone).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return Math.round((wall - at) / MINUTE_MS) * MINUTE_MS
}

/** @param at epoch ms. @param zone IANA name. */
export const toWallTime = (at: number, zone: string): string =>
  new Date(at + zoneOffsetMs(at, zone)).toISOString().slice(0, MINUTE_CHARS)

/** Epoch ms; null for a text that is no time. */
export function fromWallTime(text: string, zone: string, edge: Edge): number | null {
  const { instants } = meaningsOf(text, zone)
  if (instants.length === 0) return null
  return edge === 'from' ? Math.min(...instants) : Math.max(...instants)
}

/** What is odd about a time of the wall, to show to people; null for nearly all. */
export function oddityOf(text: string, zone: string): Oddity | null {
  const { instants, onTheWall } = meaningsOf(text, zone)
  return instants.length < 2 ? null : onTheWall ? 'twice' : 'never'
}

/** The instants that a text can mean. One that the clocks leave out means what it would before the change, or after it. */
function meaningsOf(text: string, zone: string): { instants: number[]; onTheWall: boolean } {
  const wall = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  if (Number.isNaN(wall)) return { instants: [], onTheWall: false }
  const offsets = new Set([zoneOffsetMs(wall - AROUND_MS, zone), zoneOffsetMs(wall + AROUND_MS, zone)])
  const possible = [...offsets].map((offset) => wall - offset)
  const shown = possible.filter((at) => at + zoneOffsetMs(at, zone) === wall)
  return shown.length > 0 ? { instants: shown, onTheWall: true } : { instants: possible, onTheWall: false }
}

/** Nine o'clock of the next day on that wall, in epoch ms. */
export function tomorrowAtNine(now: number, zone: string): number {
  const today = toWallTime(now, zone).slice(0, 'yyyy-mm-dd'.length)
  const tomorrow = new Date(Date.parse(`${today}T00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, today.length)
  return fromWallTime(`${tomorrow}T09:00`, zone, 'from') as number
}
