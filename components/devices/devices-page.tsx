'use client'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import type { ReviewKind } from '@/components/review/review-words'
import { SearchBox } from '@/components/selector/search-box'
import { number } from '@/components/words/operation-words'
import { devicesExportHref } from '@/lib/client/api/device-queries'
import { stateTermOf } from '@/lib/domain/selector/state-term-of'
import type { DeviceSort, DevicesPage as Page } from '@/lib/domain/wire/devices'
import { BulkBar } from './bulk-bar'
import { type DeviceSelection, selectedCount, selectionTarget } from './device-selection'
import { DevicesList } from './devices-list'
import { DevicesToolbar } from './devices-toolbar'
import { exportSelected } from './export-selected'
import { useDevicesView } from './use-devices-view'

const ReviewDialog = dynamic(() => import('@/components/review/review-dialog').then((module) => module.ReviewDialog), {
  ssr: false,
})
const PlaceFenceDialog = dynamic(
  () => import('@/components/fences/place-fence-dialog').then((module) => module.PlaceFenceDialog),
  { ssr: false },
)
const loadPanel = () => import('@/components/device-panel/device-panel').then((module) => module.DevicePanel)
const DevicePanel = dynamic(loadPanel, { ssr: false })

/** Find devices by a text, see how they are, act on one, on some, or on all that match. */
export function DevicesPage() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const view = useDevicesView(org, state?.org.parts ?? PARTS)
  const { selector, pages, selecting, error, total } = view
  const { selection } = selecting
  const [reviewing, setReviewing] = useState<Reviewing | null>(null)
  const count = error ? 0 : selectedCount(selection, total)
  const allowed = { stop: may(state, 'stop'), resume: may(state, 'resume'), remove: may(state, 'remove') }
  const exportEntry = useMemo(
    () => ({ text: 'Export as CSV', ...exportOf(org, selection, view.sort) }),
    [org, selection, view.sort],
  )
  return (
    <div className="flex min-h-0 flex-1 max-sm:h-full max-sm:flex-none">
      <h1 className="sr-only">Devices of {org}</h1>
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col gap-2.5 px-4 pt-3 sm:px-5 sm:pt-4 sm:pb-4">
        <SearchBox
          selector={selector}
          error={error}
          count={error ? '' : countWords(pages.head, pages.outdated)}
          input={view.input}
          onDown={view.focusGrid}
        />
        <DevicesToolbar
          facets={pages.head?.facets ?? []}
          selector={selector}
          sort={view.sort}
          org={org}
          mayRegister={allowed.resume}
          moved={pages.moved}
          onShowOrder={view.steady.release}
        />
        <DevicesList
          view={view}
          state={state}
          onReach={loadPanel}
          onRestore={(id) => setReviewing({ kind: 'restore', target: { ids: [id] } })}
        />
        {count > 0 && (
          <BulkBar
            selection={selection}
            total={total}
            q={selector.q}
            loadedCount={selecting.loadedCount}
            allowed={allowed}
            exportEntry={exportEntry}
            onAct={(kind) => setReviewing({ kind, target: selectionTarget(selection), onDone: selecting.clear })}
            onSelectMatching={selecting.selectMatching}
            onClear={selecting.clear}
          />
        )}
      </div>
      {view.opened && <DevicePanel key={view.opened} org={org} id={view.opened} onClose={() => view.open(null)} />}
      {view.act && error === null && selector.q !== '' && (
        <ActByAddress
          org={org}
          act={view.act}
          selector={selector.q}
          total={pages.head?.total}
          parts={selector.parts}
          allowed={allowed}
          onClose={view.endAct}
        />
      )}
      {reviewing && <ReviewDialog {...reviewing} onClose={() => setReviewing(null)} />}
    </div>
  )
}

/** A review that is open: of what is selected, or of one row. */
type Reviewing = { kind: ReviewKind; target: ReturnType<typeof selectionTarget>; onDone?: () => void }

/** What the person needs to be allowed, by the act that an address requests. */
const NEEDS = { revoke: 'stop', fence: 'stop', restore: 'resume', remove: 'remove' } as const

/** The review that an address requests, over all that match: what the palette and the clean-up lead to. */
function ActByAddress(props: {
  org: string
  act: 'revoke' | 'restore' | 'remove' | 'fence'
  selector: string
  /** How many match; undefined until that is read. */
  total: number | undefined
  /** Names of the parts of an id. */
  parts: readonly string[]
  allowed: { stop: boolean; resume: boolean; remove: boolean }
  onClose: () => void
}) {
  const { org, act, selector, total, parts, allowed, onClose } = props
  if (total === undefined || !allowed[NEEDS[act]]) return null
  if (act === 'fence' && total === 0) return <PlaceFenceDialog org={org} selector={selector} onClose={onClose} />
  return (
    <ReviewDialog
      kind={act === 'fence' ? 'revoke' : act}
      // A text for what changes with time can be revoked once; the review says why.
      asFence={act === 'fence' && stateTermOf(selector, parts) === null}
      target={{ selector }}
      onClose={onClose}
    />
  )
}

const PARTS = ['framework', 'env', 'role', 'instance']

/** What matches a text is an address; the ids of ticked rows do not fit one. */
const exportOf = (org: string, selection: DeviceSelection, sort: DeviceSort) => {
  const target = selectionTarget(selection)
  return 'selector' in target
    ? { href: devicesExportHref(org, { q: target.selector, sort }, 'csv') }
    : { run: () => void exportSelected(org, target.ids, sort) }
}

/** `6 of 25`; while a new text is being asked for, that it is; before anything was read, nothing. */
function countWords(page: Page | undefined, outdated: boolean): string {
  if (!page || page.reading.readAt === null) return ''
  if (outdated) return `… of ${number(page.fleetTotal)}`
  return `${number(page.total)} of ${number(page.fleetTotal)}`
}
