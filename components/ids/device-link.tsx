import Link from 'next/link'
import { IdText } from './id-text'

/** Address of the device list with this device open. */
export const deviceHref = (org: string, deviceId: string): string =>
  `/${org}/devices?device=${encodeURIComponent(deviceId)}`

/** The whole id, leading to its device; high enough for a finger. */
export const DeviceLink = ({ org, deviceId }: { org: string; deviceId: string }) => (
  <Link
    href={deviceHref(org, deviceId)}
    prefetch={false}
    className="whole-id underline-offset-2 hover:underline pointer-coarse:py-2"
  >
    <IdText id={deviceId} />
  </Link>
)
