'use client'
import { formatAgo, formatExact } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import { useSaidNow } from '@/lib/client/state/use-now'

/**
 * A relative time with the exact one on hover and focus. `skewMs` is what the clock that made the time is ahead of the
 * console's. In lists of many rows `still` keeps it out of the tab order.
 */
export function Ago({
  at,
  skewMs = 0,
  still = false,
  side,
}: {
  at: string
  skewMs?: number
  still?: boolean
  side?: 'end'
}) {
  const zone = useZone()
  const instant = Date.parse(at)
  const age = useSaidNow((now) => formatAgo(instant, now + skewMs))
  return (
    <time
      dateTime={at}
      data-exact={formatExact(instant, zone)}
      data-side={side}
      className="ago whitespace-nowrap"
      tabIndex={still ? undefined : 0}
    >
      {age}
    </time>
  )
}
