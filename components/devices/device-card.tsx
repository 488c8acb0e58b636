'use client'
import { DeviceState } from '@/components/device-panel/device-state'
import { DeviceId } from '@/components/ids/device-id'
import { Ago } from '@/components/time/ago'
import { formatSpacing } from '@/lib/domain/time/spacing'
import { DeviceBadges } from './device-badges'
import { RowCheckbox, type RowProps } from './device-row'
import { RowMenuButton } from './row-menu-button'

/**
 * One device on a phone: its id and when it asked last, its state and a last decision that denied it. Nothing
 * destructive: what is lies behind its menu.
 */
export function DeviceCard(props: RowProps) {
  const { device, skewMs, selected, selectable, orgStopped, index, onOpen, onTick, onMenu, onReachMenu } = props
  const { lastDecision, rhythm } = device
  return (
    <div
      className={`flex h-full items-center border-b select-none [-webkit-touch-callout:none] ${selected ? 'bg-sel' : ''}`}
    >
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
          <span className="flex w-full items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate">
              <DeviceId device={device} oneLine />
            </span>
            <span className="shrink-0 text-small text-soft">{asked(device, skewMs)}</span>
          </span>
          <span className="flex w-full items-center gap-2 text-small whitespace-nowrap text-soft">
            <DeviceState device={device} orgStopped={orgStopped} />
            <DeviceBadges device={device} skewMs={skewMs} />
            {lastDecision && !lastDecision.allowed && <span className="mono">{lastDecision.code}</span>}
            {rhythm && <span className="ml-auto truncate text-faint">every {formatSpacing(rhythm.medianMs)}</span>}
          </span>
        </button>
      </div>
      <div role="gridcell">
        <RowMenuButton id={device.deviceId} onPress={() => onMenu(index)} onReach={onReachMenu} />
      </div>
    </div>
  )
}

/** When it asked last; nothing where this authority does not report it. */
function asked({ lastValidatedAt }: RowProps['device'], skewMs: number) {
  if (lastValidatedAt) return <Ago at={lastValidatedAt} skewMs={skewMs} still side="end" />
  return lastValidatedAt === null ? 'never asked' : null
}
