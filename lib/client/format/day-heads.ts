import { formatZonedDay } from './format-time'

/** For each time of a list its day with its zone, where that differs from the one before; else null. A missing time begins no day. */
export function dayHeads(times: readonly (string | null)[], zone: string): (string | null)[] {
  let day = ''
  return times.map((at) => {
    const own = at === null ? day : formatZonedDay(Date.parse(at), zone)
    if (own === day) return null
    day = own
    return own
  })
}
