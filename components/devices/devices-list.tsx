import { authoritySkewMs } from '@/components/org/authority-skew'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { DeviceGrid } from './device-grid'
import { DevicesNotice } from './devices-notice'
import { GridHeader } from './grid-header'
import type { DevicesView } from './use-devices-view'

/** The rows, or the one thing to say where there are none. */
export function DevicesList({
  view,
  state,
  onReach,
  onRestore,
}: {
  view: DevicesView
  state: OrgState | undefined
  /** A pointer is at the list: what a press of a row needs may be fetched, so that it opens at once. */
  onReach: () => void
  onRestore: (id: string) => void
}) {
  const { pages, selector, selecting, error, total } = view
  const { head } = pages
  if (!head || total === 0) {
    return (
      <DevicesNotice
        page={head}
        state={state}
        q={selector.q}
        error={error ? null : pages.error}
        faulty={error !== null}
        retry={pages.retry}
        onClear={() => selector.setText('', true)}
      />
    )
  }
  const selectable = error === null && !pages.outdated
  return (
    <DeviceGrid
      total={total}
      rowAt={pages.rowAt}
      skewMs={authoritySkewMs(head.reading)}
      isSelected={selecting.isSelected}
      selectable={selectable}
      orgStopped={state?.execution.state === 'disabled'}
      cursor={view.cursor}
      opened={view.opened}
      outdated={pages.outdated || error !== null}
      grid={view.grid}
      header={
        <GridHeader
          sort={view.sort}
          onSort={view.setSort}
          ticked={selecting.allLoaded}
          selectable={selectable}
          onTickAll={selecting.toggleLoaded}
        />
      }
      onRange={view.onRange}
      onOpen={view.open}
      onTickId={selecting.toggleId}
      onReach={onReach}
      onRestore={onRestore}
      onTick={(index, { shift, ticked }) => selecting.tick(index, ticked, shift)}
    />
  )
}
