'use client'
import { formatClock, formatExact } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'

/** An exact time with its zone; `clock` leaves out the date. */
export function ExactTime({ at, clock = false }: { at: string; clock?: boolean }) {
  const zone = useZone()
  const instant = Date.parse(at)
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {clock ? formatClock(instant, zone) : formatExact(instant, zone)}
    </time>
  )
}
