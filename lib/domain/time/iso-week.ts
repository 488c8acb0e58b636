/** Weeks as ISO 8601 names them: `2026-W48` begins on a Monday, and week 1 is that of the year's first Thursday. */
import { fromWallTime, toWallTime } from './wall-time'

const DAY_MS = 86_400_000

const name = (year: number, week: number) => `${year}-W${String(week).padStart(2, '0')}`

/** The Monday of a week as a count of days since 1970-01-01; null for a text that names none. */
function mondayOf(week: string): number | null {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (!year || !number) return null
  const fourth = Date.UTC(Number(year), 0, 4) / DAY_MS
  const monday = fourth - weekday(fourth) + (Number(number) - 1) * 7
  return weekOfDay(monday) === week ? monday : null
}

/** 0 for Monday. @param day count of days since 1970-01-01, a Thursday. */
const weekday = (day: number) => (((day + 3) % 7) + 7) % 7

function weekOfDay(day: number): string {
  const thursday = day - weekday(day) + 3
  const year = new Date(thursday * DAY_MS).getUTCFullYear()
  return name(year, Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1)
}

/** The week that it is in a zone at an instant (epoch ms). */
export const weekAt = (at: number, zone: string): string =>
  weekOfDay(Date.parse(`${toWallTime(at, zone).slice(0, 10)}T00:00Z`) / DAY_MS)

export const isWeek = (text: string): boolean => mondayOf(text) !== null

/** A week so many weeks later. @throws RangeError for a text that names none. */
export const weekAfter = (week: string, weeks: number): string => weekOfDay(monday(week) + 7 * weeks)

function monday(week: string): number {
  const day = mondayOf(week)
  if (day === null) throw new RangeError(`${week} names no week`)
  return day
}

/** `date` as 2026-11-23; from its first to its last instant in a zone, epoch ms: 23 to 25 hours where the clocks change. */
export type WeekDay = { date: string; from: number; to: number }

/** The seven days of a week. @throws RangeError for a text that names none. */
export function daysOfWeek(week: string, zone: string): WeekDay[] {
  const first = monday(week)
  const dates = Array.from({ length: 8 }, (_, day) => new Date((first + day) * DAY_MS).toISOString().slice(0, 10))
  const begins = dates.map((date) => fromWallTime(`${date}T00:00`, zone, 'from') as number)
  return dates.slice(0, 7).map((date, day) => ({ date, from: begins[day] as number, to: begins[day + 1] as number }))
}

/** True for the IANA name of a zone that this program knows. */
export function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
