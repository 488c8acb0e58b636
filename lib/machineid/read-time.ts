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
 * Epoch ms; null where the authority says never: null, 0, an empty text, the earliest time of a program's date type. A time without
 * a zone is UTC, whatever zone the console runs in. Undefined for anything that is no time.
 */
export function readTime(value: unknown): number | null | undefined {
  if (value === null) return null
  if (typeof value !== 'string') return typeof value === 'number' ? fromNumber(value) : undefined
  const plain = readPlain(value)
  if (plain > 0) return inRange(plain)
  const text = value.trim()
  if (text === '' || NONE.test(text)) return null
  return NUMBER.test(text) ? fromNumber(Number(text)) : inRange(parseDated(text))
}

const ZERO = 0x30
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** `at` of a text as a digit; NaN for anything else. */
const digitAt = (text: string, at: number) => {
  const digit = text.charCodeAt(at) - ZERO
  return digit >= 0 && digit <= 9 ? digit : Number.NaN
}
const pairAt = (text: string, at: number) => digitAt(text, at) * 10 + digitAt(text, at + 1)

/**
 * What most write, `2026-11-12T14:02:07.123Z`, at a sixth of what `Date.parse` takes: a list has three in each of a hundred
 * thousand devices. NaN for every other form, and for a day that not every month has.
 */
function readPlain(text: string): number {
  if (text.length !== 24 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return Number.NaN
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return Number.NaN
  const year = pairAt(text, 0) * 100 + pairAt(text, 2)
  const month = pairAt(text, 5)
  const day = pairAt(text, 8)
  const [hour, minute, second] = [pairAt(text, 11), pairAt(text, 14), pairAt(text, 17)]
  const ms = digitAt(text, 20) * 100 + pairAt(text, 21)
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return Number.NaN
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477
  const days =
    (year - 1970) * 365 + leapDays + DAYS_BEFORE_MONTH[month - 1]! + (isLeapYear && month > 2 ? 1 : 0) + day - 1
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms
}

const fromNumber = (value: number) => inRange(value < SECONDS_BELOW ? value * 1000 : value)

/** The very beginning of the epoch is a zero formatted as a date: it means never. */
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
