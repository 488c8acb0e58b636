'use client'
import dynamic from 'next/dynamic'
import { useCallback, useRef, useState } from 'react'
import type { ReviewKind } from '@/components/operations/review-body'
import { may, useOrgSlug, useOrgState } from '@/components/stop/use-org'
import { devicesExportHref } from '@/lib/client/device-queries'
import { useShortcut } from '@/lib/client/use-shortcut'
import { useUrlState } from '@/lib/client/use-url-state'
import { DEVICE_SORTS, DEVICES_PAGE_ROWS, type DeviceSort } from '@/lib/domain/console-api'
import { InvalidInput } from '@/lib/domain/errors'
import { authoritySkewMs } from './authority-skew'
import { BulkBar } from './bulk-bar'
import { countWords } from './count-words'
import { DeviceGrid } from './device-grid'
import { selectedCount, selectionTarget } from './device-selection'
import { DevicesNotice } from './devices-notice'
import { DevicesToolbar } from './devices-toolbar'
import { GridHeader } from './grid-header'
import { SearchBox } from './search-box'
import { useDevicePages } from './use-device-pages'
import { useDeviceSelection } from './use-device-selection'
import { useRowCursor } from './use-row-cursor'
import { useSelectorText } from './use-selector-text'
import { useSteady } from './use-steady'

const ReviewDialog = dynamic(
  () => import('@/components/operations/review-dialog').then((module) => module.ReviewDialog),
  { ssr: false },
)
const DevicePanel = dynamic(() => import('./device-panel').then((module) => module.DevicePanel), { ssr: false })

/** Find devices by a text, see how they are, act on one, on some, or on all that match. */
export function DevicesPage() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const [params, write] = useUrlState()
  const selector = useSelectorText(state?.org.parts ?? PARTS)
  const sort = DEVICE_SORTS.find((known) => known === params.get('sort')) ?? 'id'
  const opened = params.get('device')
  const [range, setRange] = useState({ first: 0, last: 0 })
  const [reviewing, setReviewing] = useState<ReviewKind | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const steady = useSteady(grid)
  const pages = useDevicePages(
    org,
    { q: selector.q, sort },
    { ...range, steady: steady.held, enabled: selector.error === null },
  )
  const error = pointedError(selector.error, pages.error)
  const { head } = pages
  const total = head?.total ?? 0
  const selecting = useDeviceSelection(selector.q, pages)
  const count = error ? 0 : selectedCount(selecting.selection, total)
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
  const allowed = { stop: may(state, 'stop'), resume: may(state, 'resume'), remove: may(state, 'remove') }
  const selectable = error === null && !pages.outdated
  return (
    <div className="flex min-h-0 flex-1 max-sm:h-full max-sm:flex-none">
      <h1 className="sr-only">Devices of {org}</h1>
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col gap-2.5 px-4 pt-3 sm:px-5 sm:pt-4 sm:pb-4">
        <SearchBox
          selector={selector}
          error={error}
          count={error ? '' : countWords(head, pages.outdated)}
          input={input}
          onDown={focusGrid}
        />
        <DevicesToolbar
          facets={head?.facets ?? []}
          selector={selector}
          org={org}
          mayRegister={allowed.resume}
          moved={pages.moved}
          onShowOrder={steady.release}
        />
        {head && (head.total > 0 || selector.text !== '') && total > 0 ? (
          <DeviceGrid
            total={total}
            rowAt={pages.rowAt}
            skewMs={authoritySkewMs(head.reading)}
            isSelected={selecting.isSelected}
            selectable={selectable}
            orgStopped={state?.execution.state === 'disabled'}
            cursor={cursor}
            opened={opened}
            outdated={pages.outdated || error !== null}
            grid={grid}
            header={
              <GridHeader
                sort={sort}
                onSort={setSort}
                ticked={selecting.allLoaded}
                selectable={selectable}
                onTickAll={selecting.toggleLoaded}
              />
            }
            onRange={onRange}
            onOpen={open}
            onTick={(index, { shift, ticked }) => selecting.tick(index, ticked, shift)}
          />
        ) : (
          <DevicesNotice
            page={head}
            state={state}
            q={selector.q}
            error={error ? null : pages.error}
            faulty={error !== null}
            retry={pages.retry}
            onClear={() => selector.setText('', true)}
          />
        )}
        {count > 0 && (
          <BulkBar
            selection={selecting.selection}
            total={total}
            q={selector.q}
            loadedCount={selecting.loadedCount}
            allowed={allowed}
            exportHref={exportHref(org, selectionTarget(selecting.selection))}
            onAct={setReviewing}
            onSelectMatching={selecting.selectMatching}
            onClear={selecting.clear}
          />
        )}
      </div>
      {opened && <DevicePanel key={opened} org={org} id={opened} onClose={() => open(null)} />}
      {reviewing && (
        <ReviewDialog
          kind={reviewing}
          target={selectionTarget(selecting.selection)}
          onClose={() => setReviewing(null)}
          onDone={selecting.clear}
        />
      )}
    </div>
  )
}

const pageStart = (index: number) => index - (index % DEVICES_PAGE_ROWS)

const PARTS = ['framework', 'env', 'role', 'instance']

const exportHref = (org: string, target: ReturnType<typeof selectionTarget>) =>
  'selector' in target ? devicesExportHref(org, target.selector, 'csv') : null

/** The fault of the text: its own grammar first, then what the server says of its meaning. */
function pointedError(local: { message: string; position: number; length: number } | null, remote: unknown) {
  if (local) return local
  if (!(remote instanceof InvalidInput)) return null
  const [issue] = remote.issues
  return { message: issue?.message ?? remote.detail, position: issue?.position }
}
