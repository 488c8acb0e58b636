import { useCallback, useRef, useState } from 'react'
import { pointedError } from '@/components/selector/selector-error-line'
import { useSelectorText } from '@/components/selector/use-selector-text'
import { useSteady } from '@/lib/client/browser/use-row-lock'
import { useShortcut } from '@/lib/client/browser/use-shortcut'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { DEVICE_SORTS, DEVICES_PAGE_ROWS, type DeviceSort } from '@/lib/domain/wire/devices'
import { useDevicePages } from './use-device-pages'
import { useDeviceSelection } from './use-device-selection'
import { useRowCursor } from './use-row-cursor'

export type DevicesView = ReturnType<typeof useDevicesView>

/** What the device list shows and how it is moved through: text, order, rows, selection, the row with the keyboard. */
export function useDevicesView(org: string, parts: readonly string[]) {
  const [params, write] = useUrlState()
  const selector = useSelectorText(parts)
  const sort = DEVICE_SORTS.find((known) => known === params.get('sort')) ?? 'id'
  const opened = params.get('device')
  const act = ACTS.find((known) => known === params.get('act')) ?? null
  const [range, setRange] = useState({ first: 0, last: 0 })
  const input = useRef<HTMLInputElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const steady = useSteady(grid)
  const pages = useDevicePages(
    org,
    { q: selector.q, sort },
    { ...range, steady: steady.held, enabled: selector.error === null },
  )
  const total = pages.head?.total ?? 0
  const selecting = useDeviceSelection(selector.q, pages)
  const open = (id: string | null) => write({ device: id }, id && !opened ? 'push' : 'replace')
  const cursor = useRowCursor({
    total,
    onOpen: (index) => open(pages.rowAt(index)?.deviceId ?? null),
    onTick: (index, shift) => selecting.toggle(index, shift),
    onEscape: () => (opened ? open(null) : selecting.clear()),
  })
  const focusGrid = () => {
    grid.current?.focus()
    if (cursor.index === null && total > 0) cursor.set(0)
  }
  useShortcut('/', () => input.current?.select())
  useShortcut('j', focusGrid)
  useShortcut('k', focusGrid)
  // Rounded to pages: a scroll within one draws nothing here.
  const onRange = useCallback((first: number, last: number) => {
    const next = { first: pageStart(first), last: pageStart(last) }
    setRange((range) => (range.first === next.first && range.last === next.last ? range : next))
  }, [])
  const setSort = (next: DeviceSort) => {
    steady.release()
    write({ sort: next === 'id' ? null : next })
  }
  const error = pointedError(selector.error, pages.error)
  return {
    selector,
    sort,
    setSort,
    opened,
    open,
    act,
    endAct: () => write({ act: null }),
    input,
    grid,
    steady,
    pages,
    total,
    selecting,
    cursor,
    focusGrid,
    onRange,
    error,
  }
}

/** Acts whose review an address may open, over all that match its text. */
const ACTS = ['revoke', 'restore', 'remove', 'fence'] as const

const pageStart = (index: number) => index - (index % DEVICES_PAGE_ROWS)
