'use client'
import { DeviceState } from '@/components/device-panel/device-state'
import { DeviceId } from '@/components/ids/device-id'
import { Ago } from '@/components/time/ago'
import { Checkbox } from '@/components/ui/checkbox'
import { formatDay } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { DeviceRow as Row } from '@/lib/domain/wire/devices'
import { COLUMNS, TEMPLATE } from './columns'
import { DeviceBadges } from './device-badges'
import { RowMenuButton } from './row-menu-button'

export type RowProps = {
  device: Row
  skewMs: number
  selected: boolean
  selectable: boolean
  orgStopped: boolean
  index: number
  onOpen: (id: string) => void
  onTick: (index: number, event: { shift: boolean; ticked: boolean }) => void
  onMenu: (index: number) => void
  /** A pointer is at the button of the menu: what that needs may be fetched. */
  onReachMenu: () => void
}

/** One device as a row of the grid: what is known, and nothing where the authority reports nothing. */
export function DeviceRow(props: RowProps) {
  const { device, skewMs, selected, selectable, orgStopped, index, onOpen, onTick, onMenu, onReachMenu } = props
  const zone = useZone()
  const { lastDecision, lastValidatedAt, rhythm, createdAt } = device
  return (
    <div className={`${TEMPLATE} h-full border-b px-1 ${selected ? 'bg-sel' : 'hover:bg-hover'}`}>
      <div role="gridcell" className="flex justify-center">
        <RowCheckbox {...{ device, selected, selectable, index, onTick }} />
      </div>
      <div role="gridcell" className="truncate px-2">
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onOpen(device.deviceId)}
          className="flex w-full items-center gap-2 py-1.5 text-left"
          title={isolated(shownId(device.deviceId))}
        >
          <span className="min-w-0 truncate">
            <DeviceId device={device} oneLine />
          </span>
          <DeviceBadges device={device} skewMs={skewMs} />
        </button>
      </div>
      <div role="gridcell" className="px-2">
        <DeviceState device={device} orgStopped={orgStopped} />
      </div>
      <div role="gridcell" className={`mono truncate px-2 ${COLUMNS[2].hide}`}>
        {lastDecision === null ? (
          <span className="font-sans text-faint">never</span>
        ) : (
          (lastDecision?.code ?? <Unknown />)
        )}
      </div>
      <div role="gridcell" className="px-2">
        {lastValidatedAt ? (
          <Ago at={lastValidatedAt} skewMs={skewMs} still />
        ) : lastValidatedAt === null ? (
          <span className="text-faint">never</span>
        ) : (
          <Unknown />
        )}
      </div>
      <div role="gridcell" className={`px-2 text-soft ${COLUMNS[4].hide}`}>
        {rhythm ? `${rhythm.learned ? '≈ ' : ''}${formatSpacing(rhythm.medianMs)}` : <Unknown />}
      </div>
      <div role="gridcell" className={`px-2 whitespace-nowrap text-soft ${COLUMNS[5].hide}`}>
        {createdAt ? formatDay(Date.parse(createdAt), zone) : <Unknown />}
      </div>
      <div role="gridcell" className="flex justify-center">
        <RowMenuButton id={device.deviceId} onPress={() => onMenu(index)} onReach={onReachMenu} />
      </div>
    </div>
  )
}

const Unknown = () => (
  <span className="text-faint">
    –<span className="sr-only">unknown</span>
  </span>
)

type CheckboxProps = Pick<RowProps, 'device' | 'selected' | 'selectable' | 'index' | 'onTick'>

/** The tick of a row; a shift-click takes in everything since the last one. */
export function RowCheckbox({ device, selected, selectable, index, onTick }: CheckboxProps) {
  return (
    <Checkbox
      tabIndex={-1}
      disabled={!selectable}
      checked={selected}
      aria-label={`Select ${isolated(shownId(device.deviceId))}`}
      onClick={(event) => onTick(index, { shift: event.shiftKey, ticked: event.currentTarget.checked })}
      onChange={() => undefined}
    />
  )
}
