/**
 * What a date-and-time field holds: `2026-11-12T18:00`, on the wall of the zone that times are shown in. That is UTC, or the
 * browser's own: the only one whose rules a browser can turn back into an instant.
 */
const MINUTE_CHARS = 16

/** @param at epoch ms. */
export function toWallTime(at: number, isUtc: boolean): string {
  const offsetMs = isUtc ? 0 : new Date(at).getTimezoneOffset() * 60_000
  return new Date(at - offsetMs).toISOString().slice(0, MINUTE_CHARS)
}

/** Epoch ms; null for a text that is no time. */
export function fromWallTime(text: string, isUtc: boolean): number | null {
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const at = Date.parse(isUtc ? `${text}Z` : text)
  return Number.isNaN(at) ? null : at
}

/** Nine o'clock of the next day on that wall. */
export function tomorrowAtNine(now: number, isUtc: boolean): number {
  const day = new Date(now)
  if (isUtc) return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1, 9)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 9).getTime()
}
