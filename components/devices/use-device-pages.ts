import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type DevicesView, devicesQuery } from '@/lib/client/api/device-queries'
import { InvalidInput } from '@/lib/domain/errors'
import { DEVICES_PAGE_ROWS, type DeviceRow, type DevicesPage } from '@/lib/domain/wire/devices'
import { isMoved, keepRowOrder } from './row-order'

export type DevicePages = {
  /** The first page: totals, facets, the reading. While a new text is asked for it is that of the text before. */
  head: DevicesPage | undefined
  error: unknown
  retry: () => void
  /** True while what is shown belongs to the text before. */
  outdated: boolean
  /** True when rows were kept in place although the order changed. */
  moved: boolean
  rowAt: (index: number) => DeviceRow | undefined
  /** Every row that is here, in order of index. */
  loaded: () => DeviceRow[]
}

/**
 * The rows of the pages that `first` to `last` lie in, and of the first. `steady` keeps the order on screen while
 * a pointer is on it.
 */
export function useDevicePages(
  org: string,
  view: DevicesView,
  options: { first: number; last: number; steady: boolean; enabled: boolean },
): DevicePages {
  const { first, last, steady, enabled } = options
  const shown = useRef(new Map<string, DeviceRow[]>())
  const lastHead = useRef<DevicesPage>(undefined)
  const pages = pagesOf(first, last)
  const results = useQueries({
    queries: pages.map((page) => ({
      ...devicesQuery(org, view, page * DEVICES_PAGE_ROWS),
      enabled,
      ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
    })),
  })
  const head = results[0]
  // A text that the server refuses leaves the rows before it in sight, dimmed and not selectable.
  const kept = !head?.data && head?.error instanceof InvalidInput ? lastHead.current : undefined
  const rows = new Map<number, DeviceRow[]>()
  const drawn = new Map<string, DeviceRow[]>()
  let moved = false
  for (const [index, page] of pages.entries()) {
    const fresh = (results[index]?.data ?? (page === 0 ? kept : undefined))?.rows
    if (!fresh) continue
    const key = `${view.q}\n${view.sort}\n${page}`
    const borrowed = results[index]?.isPlaceholderData || (page === 0 && kept !== undefined)
    const before = borrowed ? undefined : shown.current.get(key)
    const ordered = steady && before ? keepRowOrder(before, fresh) : fresh
    if (!borrowed) drawn.set(key, ordered)
    if (isMoved(ordered, fresh)) moved = true
    rows.set(page, ordered)
  }
  // What a render works out is on screen only once it is committed.
  useEffect(() => {
    if (head?.data) lastHead.current = head.data
    for (const [key, ordered] of drawn) shown.current.set(key, ordered)
  })
  return {
    head: head?.data ?? kept,
    error: enabled ? results.find((result) => result.error)?.error : undefined,
    retry: () => void Promise.all(results.map((result) => result.refetch())),
    outdated: (head?.isPlaceholderData ?? false) || kept !== undefined,
    moved,
    rowAt: (index) => rows.get(Math.floor(index / DEVICES_PAGE_ROWS))?.[index % DEVICES_PAGE_ROWS],
    loaded: () => [...rows.keys()].sort((a, b) => a - b).flatMap((page) => rows.get(page) ?? []),
  }
}

function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(first / DEVICES_PAGE_ROWS)
  const to = Math.floor(Math.max(first, last) / DEVICES_PAGE_ROWS)
  const seen = [...Array(to - from + 1).keys()].map((step) => from + step)
  return seen[0] === 0 ? seen : [0, ...seen]
}
