import Link from 'next/link'
import { deviceHref } from '@/components/ids/device-link'
import { IdText } from '@/components/ids/id-text'
import { number } from '@/components/words/operation-words'
import { waitingWords } from '@/components/words/stop-status-words'
import type { StepDevice, StepProgress } from '@/lib/domain/progress'

/** Whom a step of a staged restore waits for, and when each of them asked last: what has not asked cannot pass. */
export function StepDevices({ org, step }: { org: string; step: StepProgress }) {
  const { devices, validating, waitsFor } = step
  const others = devices - validating - waitsFor.length
  if (waitsFor.length === 0) return null
  return (
    <ul aria-label="The step waits for" className="flex flex-col gap-1">
      {waitsFor.map((device) => (
        <li key={device.deviceId} className="flex flex-wrap gap-x-2.5">
          <Link
            href={deviceHref(org, device.deviceId)}
            prefetch={false}
            className="underline-offset-2 hover:underline pointer-coarse:py-2"
          >
            <IdText id={device.deviceId} />
          </Link>
          <span className="text-small text-soft">{stepDeviceWords(device)}</span>
        </li>
      ))}
      {others > 0 && <li className="text-small text-soft">and {number(others)} more</li>}
    </ul>
  )
}

const stepDeviceWords = ({ stopped, ...device }: StepDevice): string =>
  stopped ? 'denied, or stopped again' : waitingWords({ ...device, late: false })
