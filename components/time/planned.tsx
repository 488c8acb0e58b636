'use client'
import { formatAhead, formatExact, formatPlanned } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import { useNow } from '@/lib/client/state/use-now'

/** A time that lies ahead, and how far: `18:00 UTC, in 3 h 12 min`. Hovering shows the exact one. */
export function Planned({ at }: { at: string }) {
  const now = useNow()
  const zone = useZone()
  const instant = Date.parse(at)
  return (
    <time dateTime={at} title={formatExact(instant, zone)}>
      <span className="whitespace-nowrap">{formatPlanned(instant, now, zone)}</span>,{' '}
      <span className="whitespace-nowrap">{formatAhead(instant, now)}</span>
    </time>
  )
}
