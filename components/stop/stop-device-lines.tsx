import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { DeviceLink } from '@/components/ids/device-link'
import { number } from '@/components/words/operation-words'
import { askingWords, waitingWords } from '@/components/words/stop-status-words'
import type { StopDevices } from '@/lib/domain/wire/operations'

/** The devices of a stop to look at: those that have not asked, late ones first, and those that are denied and go on asking. */
export function StopDeviceLines({ org, devices }: { org: string; devices: StopDevices | undefined }) {
  if (!devices || devices.waiting.length + devices.asking.length === 0) return null
  const { waiting, waitingTotal, asking, askingTotal } = devices
  return (
    <>
      <ul aria-label="Devices to look at" className="flex flex-col gap-1">
        {waiting.map((device) => (
          <Line key={device.deviceId} org={org} deviceId={device.deviceId} look={device.late ? 'late' : 'waiting'}>
            {waitingWords(device)}
          </Line>
        ))}
        {asking.map(({ deviceId, denials }) => (
          <Line key={deviceId} org={org} deviceId={deviceId} look="asking">
            {askingWords(denials)}
          </Line>
        ))}
      </ul>
      <More count={waitingTotal - waiting.length} words="that have not asked since" />
      <More count={askingTotal - asking.length} words="that were denied and still ask" />
    </>
  )
}

const ICON = { late: CircleAlert, waiting: CircleDashed, asking: CircleCheck } as const

type LineProps = { org: string; deviceId: string; look: keyof typeof ICON; children: string }

function Line({ org, deviceId, look, children }: LineProps) {
  const Icon = ICON[look]
  return (
    <li className="flex min-h-6 flex-wrap items-center gap-x-2.5">
      <DeviceLink org={org} deviceId={deviceId} />
      <span className={`inline-flex items-center gap-1.5 text-small ${look === 'late' ? 'text-wait' : 'text-soft'}`}>
        <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
        {children}
      </span>
    </li>
  )
}

const More = ({ count, words }: { count: number; words: string }) =>
  count > 0 ? (
    <p className="text-small text-soft">
      and {number(count)} more {words}
    </p>
  ) : null
