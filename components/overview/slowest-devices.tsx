'use client'
import Link from 'next/link'
import { useRef } from 'react'
import { DeviceId } from '@/components/ids/device-id'
import { deviceHref } from '@/components/ids/device-link'
import { authoritySkewMs } from '@/components/org/authority-skew'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { useHeldRows } from '@/lib/client/browser/use-row-lock'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { DeviceRow } from '@/lib/domain/wire/devices'
import type { Reading } from '@/lib/domain/wire/org-state'

/** Who would notice a stop last: running devices by the time within which they ask in 95 of 100 cases. */
export function SlowestDevices({ org, devices, reading }: { org: string; devices: DeviceRow[]; reading: Reading }) {
  const skewMs = authoritySkewMs(reading)
  const list = useRef<HTMLTableSectionElement>(null)
  const keyed = devices.map((device) => ({ ...device, id: device.deviceId }))
  const { rows } = useHeldRows(list, keyed, org)
  return (
    <Card title="Slowest to check in" aside="a stop reaches them last">
      {devices.length === 0 ? (
        <p className="px-4 pb-4 text-soft">No running device whose usual interval is known.</p>
      ) : (
        <table className="w-full text-left">
          <thead className="text-small text-faint">
            <tr className="border-t">
              <th className="px-4 py-1 font-medium">Device</th>
              <th className="px-2 py-1 font-medium">95 % within</th>
              <th className="px-4 py-1 text-right font-medium">Last</th>
            </tr>
          </thead>
          <tbody ref={list}>
            {rows.map((device) => (
              <tr key={device.deviceId} className="border-t">
                <td className="px-4 py-1.5">
                  <Link
                    href={deviceHref(org, device.deviceId)}
                    prefetch={false}
                    className="underline-offset-2 hover:underline pointer-coarse:inline-flex pointer-coarse:min-h-[44px] pointer-coarse:items-center"
                  >
                    <DeviceId device={device} />
                  </Link>
                </td>
                <td className="px-2 py-1.5 whitespace-nowrap">
                  {device.rhythm ? formatSpacing(device.rhythm.p95Ms) : 'unknown'}
                </td>
                <td className="px-4 py-1.5 text-right text-soft">
                  {device.lastValidatedAt ? (
                    <Ago at={device.lastValidatedAt} skewMs={skewMs} still side="end" />
                  ) : (
                    'never'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
