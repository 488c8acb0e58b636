/** Times as authorities write them, in any field: ISO 8601 with or without a zone, or a number of seconds or milliseconds. */

const TIME_MS_MAX = 8.64e15
/** A number below this is in seconds: as milliseconds it would lie before 1973. */
const SECONDS_BELOW = 1e11

const NUMBER = /^\d+(?:\.\d+)?$/
/** Day, clock, and zone, as RFC 3339 and what databases print have them. */
const DATED = /^(\d{4,6}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i
/** How programs write that there is none: the first time of Go and .NET, the zero of MySQL. */
const NONE = /^0{3,6}[01]-0[01]-0[01](?:$|[T ]0)/

/**
 * Epoch ms; null where the authority says never: null, 0, an empty text, the first time that a program knows. A time without
 * a zone is UTC, whatever zone the console runs in. Undefined for anything that is no time.
 */
export function readTime(value: unknown): number | null | undefined {
  if (value === null) return null
  if (typeof value !== 'string') return typeof value === 'number' ? fromNumber(value) : undefined
  if (value[4] === '-' && value[7] === '-' && value[10] === 'T' && value.endsWith('Z')) {
    // What most write: a list has a hundred thousand of them.
    const ms = Date.parse(value)
    if (ms > 0) return inRange(ms)
  }
  const text = value.trim()
  if (text === '' || NONE.test(text)) return null
  return NUMBER.test(text) ? fromNumber(Number(text)) : inRange(parseDated(text))
}

const fromNumber = (value: number) => inRange(value < SECONDS_BELOW ? value * 1000 : value)

/** The very beginning of the epoch is a zero that somebody formatted. */
const inRange = (ms: number): number | null | undefined =>
  ms === 0 ? null : ms > 0 && ms <= TIME_MS_MAX ? Math.round(ms) : undefined

function parseDated(text: string): number {
  const [, day, clock, zone = 'Z'] = DATED.exec(text) ?? []
  if (day === undefined) return Number.NaN
  if (clock === undefined) return Date.parse(`${day}T00:00Z`)
  return Date.parse(`${day}T${clock.replace(',', '.')}${zoneOf(zone)}`)
}

/** As ISO 8601 has it: `Z`, `+01:00`. */
function zoneOf(zone: string): string {
  if (!/^[+-]/.test(zone)) return 'Z'
  const digits = zone.replace(':', '')
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`
}
