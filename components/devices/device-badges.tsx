'use client'
import { LookalikeBadge } from '@/components/ids/lookalike-badge'
import { useSaidNow } from '@/lib/client/state/use-now'
import type { DeviceRow } from '@/lib/domain/wire/devices'

/** How long a device is called new. */
const NEW_MS = 60 * 60_000

/** What is worth a second look beside an id: that another looks like it, that it was registered within the last hour. */
export function DeviceBadges({ device: { lookalike, createdAt }, skewMs }: { device: DeviceRow; skewMs: number }) {
  const isNew = useSaidNow((now) => Boolean(createdAt) && now + skewMs - Date.parse(createdAt as string) < NEW_MS)
  return (
    <>
      {lookalike && <LookalikeBadge />}
      {isNew && (
        <span
          className="shrink-0 rounded-full border px-1.5 text-tiny font-medium text-soft"
          title="Registered within the last hour"
        >
          New
        </span>
      )}
    </>
  )
}
