'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import dynamic from 'next/dynamic'
import {
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useInsertionEffect,
  useRef,
  useState,
} from 'react'
import { useLongPress } from '@/lib/client/browser/use-long-press'
import { useMediaQuery } from '@/lib/client/browser/use-media-query'
import type { DeviceRow as Row } from '@/lib/domain/wire/devices'
import { DeviceCard } from './device-card'
import { DeviceRow, type RowProps } from './device-row'
import { CARD_PX, CARDS, ROW_PX } from './row-sizes'
import { isMenuKey, type RowCursor } from './use-row-cursor'

const OVERSCAN_ROWS = 12

const loadMenu = () => import('./row-menu').then((module) => module.RowMenu)
const RowMenu = dynamic(loadMenu, { ssr: false })

type Props = {
  total: number
  rowAt: (index: number) => Row | undefined
  skewMs: number
  isSelected: (id: string) => boolean
  selectable: boolean
  orgStopped: boolean
  cursor: RowCursor
  opened: string | null
  outdated: boolean
  grid: RefObject<HTMLDivElement | null>
  header: ReactNode
  onRange: (first: number, last: number) => void
  onOpen: (id: string) => void
  onTick: (index: number, event: { shift: boolean; ticked: boolean }) => void
  onTickId: (id: string) => void
  onReach: () => void
  onRestore: (id: string) => void
}

/** The list: only the rows in sight exist, the grid itself has the focus, and names the row it is on by its id. */
export function DeviceGrid(props: Props) {
  const { total, rowAt, cursor, grid, header, onRange } = props
  const onOpen = useLatest(props.onOpen)
  const onTick = useLatest(props.onTick)
  const id = useId()
  const narrow = useMediaQuery(CARDS)
  const rowPx = narrow ? CARD_PX : ROW_PX
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [onRange, first, last])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height means new measurements
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx])
  useEffect(() => {
    if (cursor.index !== null) virtualizer.scrollToIndex(cursor.index, { align: 'auto' })
  }, [virtualizer, cursor.index])
  const [menu, setMenu] = useState<{ device: Row; index: number; anchor: HTMLElement } | null>(null)
  const openMenu = useLatest((index: number) => {
    const device = rowAt(index)
    const anchor = document.getElementById(`${id}-${index}`)?.querySelector<HTMLElement>('[data-row-menu]')
    if (device && anchor) setMenu({ device, index, anchor })
  })
  // As known by now: what was just done from this menu may have changed it.
  const known = menu && rowAt(menu.index)
  const acted = known?.deviceId === menu?.device.deviceId ? known : menu?.device
  const press = useLongPress((target) => {
    const index = Number(target.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN)
    if (Number.isInteger(index)) openMenu(index)
  })
  return (
    <div
      onPointerEnter={props.onReach}
      className="@container flex min-h-0 flex-1 flex-col overflow-hidden rounded-box border bg-panel max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
    >
      <div
        ref={grid}
        role="grid"
        aria-label="Devices"
        aria-rowcount={total + 1}
        aria-multiselectable={props.selectable}
        aria-activedescendant={cursor.index === null ? undefined : `${id}-${cursor.index}`}
        aria-busy={props.outdated}
        tabIndex={0}
        onKeyDown={(event) => {
          if (!isMenuKey(event)) return cursor.onKeyDown(event)
          event.preventDefault()
          if (cursor.index !== null) openMenu(cursor.index)
        }}
        {...press}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
      >
        <div role="rowgroup" className="sticky top-0 z-10 bg-panel">
          {header}
        </div>
        <div
          role="rowgroup"
          className={`relative ${props.outdated ? 'opacity-60' : ''}`}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map(({ index, start }) => {
            const device = rowAt(index)
            const selected = device !== undefined && props.isSelected(device.deviceId)
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="row"
                data-index={index}
                tabIndex={-1}
                aria-rowindex={index + 2}
                aria-selected={props.selectable ? selected : undefined}
                aria-current={device && device.deviceId === props.opened ? true : undefined}
                className={`absolute inset-x-0 top-0 ${cursor.index === index ? 'outline-2 -outline-offset-2 outline-focus' : ''} ${device && (device.deviceId === props.opened || device.deviceId === menu?.device.deviceId) ? 'bg-hover' : ''}`}
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
              >
                <RowContent
                  device={device}
                  index={index}
                  selected={selected}
                  narrow={narrow}
                  skewMs={props.skewMs}
                  selectable={props.selectable}
                  orgStopped={props.orgStopped}
                  onOpen={onOpen}
                  onTick={onTick}
                  onMenu={openMenu}
                  onReachMenu={loadMenu}
                />
              </div>
            )
          })}
        </div>
      </div>
      {menu && acted && (
        <RowMenu
          device={acted}
          anchor={menu.anchor}
          returnFocus={grid}
          selected={props.isSelected(menu.device.deviceId)}
          selectable={props.selectable}
          onOpen={() => onOpen(menu.device.deviceId)}
          onTick={() => props.onTickId(menu.device.deviceId)}
          onRestore={() => props.onRestore(menu.device.deviceId)}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  )
}

type ContentProps = Omit<RowProps, 'device'> & { device: Row | undefined; narrow: boolean }

/** Only what changed is drawn again: while the list scrolls, the rows in sight stay as they are. */
const RowContent = memo(function RowContent({ device, narrow, ...rest }: ContentProps) {
  if (!device) {
    return (
      <div role="gridcell" className="flex h-full items-center border-b px-4" aria-label="Loading">
        <span className="pulse h-3 w-2/5 rounded-box bg-off-bg" />
      </div>
    )
  }
  const Content = narrow ? DeviceCard : DeviceRow
  return <Content device={device} {...rest} />
})

/** A function that never changes and always calls the newest `run`, so that memoized rows stay as they are. */
function useLatest<Arguments extends unknown[]>(run: (...values: Arguments) => void): (...values: Arguments) => void {
  const latest = useRef(run)
  useInsertionEffect(() => {
    latest.current = run
  })
  return useCallback((...values: Arguments) => latest.current(...values), [])
}
