'use client'
import { DeviceState } from '@/components/device-panel/device-state'
import { DeviceId } from '@/components/ids/device-id'
import { LookalikeBadge } from '@/components/ids/lookalike-badge'
import { Ago } from '@/components/time/ago'
import { formatSpacing } from '@/lib/client/format/format-time'
import { RowCheckbox, type RowProps } from './device-row'

/** One device on a phone: two lines, with nothing destructive on them. */
export function DeviceCard({ device, skewMs, selected, selectable, orgStopped, index, onOpen, onTick }: RowProps) {
  const { lastDecision, lastValidatedAt, rhythm } = device
  return (
    <div className={`flex h-full items-center border-b pr-3 ${selected ? 'bg-sel' : ''}`}>
      <div role="gridcell">
        <RowCheckbox {...{ device, selected, selectable, index, onTick }} />
      </div>
      <div role="gridcell" className="min-w-0 flex-1">
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onOpen(device.deviceId)}
          className="flex w-full flex-col gap-1 py-2 text-left"
        >
          <span className="w-full truncate">
            <DeviceId device={device} oneLine />
          </span>
          <span className="flex w-full items-center gap-2 text-small text-soft">
            <DeviceState device={device} orgStopped={orgStopped} />
            {device.lookalike && <LookalikeBadge />}
            <span className="truncate">
              {lastValidatedAt ? (
                <Ago at={lastValidatedAt} skewMs={skewMs} still />
              ) : lastValidatedAt === null ? (
                'never asked'
              ) : (
                ''
              )}
              {rhythm && ` · every ${formatSpacing(rhythm.medianMs)}`}
              {lastDecision && !lastDecision.allowed && ` · ${lastDecision.code}`}
            </span>
          </span>
        </button>
      </div>
    </div>
  )
}
