import { zoneOffsetMs } from '@/lib/domain/time/wall-time'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A length of time in its largest whole unit: `0 s`, `31 s`, `4 min`, `2 h`, `3 d`. */
export function formatDuration(ms: number): string {
  const length = Math.max(0, ms)
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)} h`
  return `${Math.floor(length / DAY)} d`
}

/** Age of an instant. What lies ahead (a clock that stepped) reads "just now", never a negative age. */
export function formatAgo(at: number, now: number): string {
  const age = now - at
  return age < SECOND ? 'just now' : `${formatDuration(age)} ago`
}

/** Time until an instant, never less than is left: `in 40 s`, `in 12 min`, `in 3 h 59 min`, `in 14 h`, `in 9 d`; `now` once it is over. */
export function formatAhead(at: number, now: number): string {
  const left = at - now
  if (left <= 0) return 'now'
  if (left < MINUTE) return `in ${Math.ceil(left / SECOND)} s`
  const minutes = Math.ceil(left / MINUTE)
  if (minutes < 60) return `in ${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 10) return `in ${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`
  return left < 2 * DAY ? `in ${Math.ceil(left / HOUR)} h` : `in ${Math.ceil(left / DAY)} d`
}

const cache = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${key}|${zone}`
  const known = cache.get(name)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options })
  cache.set(name, made)
  return made
}

/** Date, time to the second, and the zone: `12 Nov 2026, 14:02:07 UTC`. */
export function formatExact(at: number, zone: string): string {
  return formatter(zone, 'exact', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/** The same without its seconds: `12 Nov 2026, 14:02 UTC`. */
export function formatMinute(at: number, zone: string): string {
  return formatter(zone, 'minute', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/** Time to the second with its zone: `14:02:07 UTC`. */
export function formatClock(at: number, zone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' } as const
  return formatter(zone, 'clock', options).format(at)
}

/** Time to the second, for a list whose heading says the day and the zone: `14:02:07`. */
export function formatTimeOfDay(at: number, zone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  return formatter(zone, 'time-of-day', options).format(at)
}

/** The day with its zone at that time: `12 Nov 2026, UTC`. */
export function formatZonedDay(at: number, zone: string): string {
  const parts = formatter(zone, 'clock', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).formatToParts(at)
  return `${formatDay(at, zone)}, ${parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone}`
}

/** A planned time to the minute, with its zone, and its day where that is not today: `18:00 UTC`, `13 Nov, 09:00 UTC`. */
export function formatPlanned(at: number, now: number, zone: string): string {
  const clock = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
  if (formatDay(at, zone) === formatDay(now, zone)) return formatter(zone, 'planned', clock).format(at)
  return formatter(zone, 'planned-day', { day: 'numeric', month: 'short', ...clock }).format(at)
}

/** The day of the week: `Thu`. */
export const formatDayOfWeek = (at: number, zone: string): string =>
  formatter(zone, 'day-of-week', { weekday: 'short' }).format(at)

/** A calendar day, `2026-11-23`, as `Mon 23 Nov`. */
export const formatWeekday = (date: string): string =>
  formatter('UTC', 'weekday', { weekday: 'short', day: 'numeric', month: 'short' }).format(Date.parse(`${date}T12:00Z`))

/** `12 Nov 2026`. */
export function formatDay(at: number, zone: string): string {
  return formatter(zone, 'day', { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
}

/**
 * Short times for an axis: hours and minutes within two days, else the day, and over more than half a year the month. If the clocks change in between, an hour may come
 * twice, so the zone is shown with it. `from` and `to`: what the axis spans, in epoch ms.
 */
export function formatTicks(zone: string, from: number, to: number): (at: number) => string {
  if (to - from > 200 * DAY) return formatter(zone, 'months', { month: 'short', year: 'numeric' }).format
  if (to - from > 2 * DAY) return formatter(zone, 'days', { day: 'numeric', month: 'short' }).format
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  if (zoneOffsetMs(from, zone) === zoneOffsetMs(to, zone)) return formatter(zone, 'minutes', clock).format
  return formatter(zone, 'planned', { ...clock, timeZoneName: 'short' }).format
}
