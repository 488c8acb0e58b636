/**
 * Times inside sentences. A sentence is made once, for all readers, so its times are in UTC; a page rewrites them in the zone of
 * its other times.
 */
const SECOND_CHARS = 19
const MINUTE_CHARS = 16

const TEXT_TIME = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?) UTC\b/g

/** `2026-11-12 14:02 UTC`. @param at epoch ms, or ISO 8601. */
export const textTime = (at: number | string): string => cut(at, MINUTE_CHARS)

/** The same to the second: `2026-11-12 14:02:07 UTC`. */
export const textTimeToSecond = (at: number | string): string => cut(at, SECOND_CHARS)

const cut = (at: number | string, chars: number) =>
  `${new Date(at).toISOString().slice(0, chars).replace('T', ' ')} UTC`

/** The sentence with each of its times as `write` gives it. */
export const withTimes = (text: string, write: (at: number, toSecond: boolean) => string): string =>
  text.replace(TEXT_TIME, (whole, day: string, clock: string) => {
    const at = Date.parse(`${day}T${clock}Z`)
    return Number.isNaN(at) ? whole : write(at, clock.length > 'hh:mm'.length)
  })
