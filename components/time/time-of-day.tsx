'use client'
import { formatTimeOfDay } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'

/** The time of day to the second, in a list whose heading says the day and the zone. */
export function TimeOfDay({ at }: { at: string }) {
  const zone = useZone()
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {formatTimeOfDay(Date.parse(at), zone)}
    </time>
  )
}
