import { formatZonedDay } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'

/** For each time of a list its day with its zone, where that differs from the one before; else null. A missing time begins no day. */
export function useDays(times: readonly (string | null)[]): (string | null)[] {
  const zone = useZone()
  let day = ''
  return times.map((at) => {
    const own = at === null ? day : formatZonedDay(Date.parse(at), zone)
    if (own === day) return null
    day = own
    return own
  })
}
