import { DeviceLink } from '@/components/ids/device-link'
import { ExactTime } from '@/components/time/exact-time'
import type { DarkDeviceView } from '@/lib/domain/wire/device-keys'
import { LastValidated } from './reviewed-devices'

/** One device without a used key: when it validated last, and whether it may get a key. */
export function UnkeyedRow({ org, device }: { org: string; device: DarkDeviceView }) {
  const { deviceId, lastValidatedAt, deviceKey, releasedUntil } = device
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-4 py-2">
      <DeviceLink org={org} deviceId={deviceId} />
      <span className="flex flex-wrap gap-x-3 text-small text-soft">
        {deviceKey && <span>has a key that it has not used</span>}
        {releasedUntil && (
          <span className="text-wait">
            may get a key until <ExactTime at={releasedUntil} />
          </span>
        )}
        <span>
          <LastValidated at={lastValidatedAt} />
        </span>
      </span>
    </li>
  )
}
