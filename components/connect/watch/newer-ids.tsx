import { useQuery } from '@tanstack/react-query'
import { DeviceLink } from '@/components/ids/device-link'
import { authoritySkewMs } from '@/components/org/authority-skew'
import { devicesQuery } from '@/lib/client/api/device-queries'

const NAMED_MAX = 3

/** Other ids that were registered since: an agent that was started with another one than meant. @param since epoch ms. */
export function NewerIds({ org, id, since }: { org: string; id: string; since: number }) {
  const { data } = useQuery(devicesQuery(org, { q: '', sort: '-created' }, 0))
  // The authority dates registrations by its own clock.
  const skewMs = authoritySkewMs(data?.reading)
  const newer = (data?.rows ?? [])
    .filter(({ deviceId, createdAt }) => deviceId !== id && createdAt && Date.parse(createdAt) >= since + skewMs)
    .slice(0, NAMED_MAX)
  if (newer.length === 0) return null
  return (
    <div>
      <p>Registered meanwhile, under another id:</p>
      <ul>
        {newer.map(({ deviceId }) => (
          <li key={deviceId}>
            <DeviceLink org={org} deviceId={deviceId} />
          </li>
        ))}
      </ul>
    </div>
  )
}
