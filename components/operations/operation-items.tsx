'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { IdText } from '@/components/ids/id-text'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { number } from '@/components/words/operation-words'
import { operationItemsCsvHref, operationItemsQuery } from '@/lib/client/api/operation-queries'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import type { Operation } from '@/lib/domain/operation'
import { ItemRows } from './item-rows'
import { ItemsFilter, OUTCOME_ORDER } from './items-filter'

/** The frozen list of an operation by outcome, what went wrong first; the filter lives in the URL. */
export function OperationItems({ operation, live }: { operation: Operation; live: boolean }) {
  const { org, id, outcomes } = operation
  const [params, write] = useUrlState()
  const picked = ['all', ...OUTCOME_ORDER].find((known) => known === params.get('outcome'))
  const worst = OUTCOME_ORDER.slice(0, 3).find((outcome) => outcomes[outcome] > 0)
  const shown = picked ?? worst ?? 'all'
  const view = {
    outcome: OUTCOME_ORDER.find((outcome) => outcome === shown),
    id: params.get('id') || undefined,
  }
  const query = useInfiniteQuery(operationItemsQuery(org, id, view, live))
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const lookalikes = new Set(data?.pages.flatMap((page) => page.lookalikes))
  const found = data?.pages.at(-1)?.total
  return (
    <Card
      title="Devices"
      aside={
        <a
          className={buttonClass('quiet', 'small')}
          href={operationItemsCsvHref(org, id, view)}
          aria-label={`${view.outcome || view.id ? 'The shown devices' : 'All devices'} as CSV`}
          download
        >
          CSV
        </a>
      }
    >
      <ItemsFilter operation={operation} shown={shown} id={view.id ?? ''} onChange={write} />
      {error && data && <OldDataNote error={error} className="px-4 pb-2" />}
      {view.id && found !== undefined && (
        <p role="status" className="px-4 pb-2 text-small text-soft">
          {number(found)} {found === 1 ? 'id contains' : 'ids contain'} <IdText id={view.id} />
        </p>
      )}
      {isPending && <Skeleton rows={5} label="Loading devices" />}
      {error && !data && <FailureNotice what="The devices of this operation" error={error} retry={refetch} />}
      {data && items.length === 0 && <Empty filtered={view.id !== undefined} onClear={() => write({ id: null })} />}
      <ItemRows
        key={`${shown} ${view.id}`}
        items={items}
        lookalikes={lookalikes}
        total={found ?? 0}
        operation={operation}
        onMore={hasNextPage ? fetchNextPage : null}
        waits={isFetchingNextPage}
      />
    </Card>
  )
}

function Empty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <Notice
      title={filtered ? 'No id contains this' : 'No device has this outcome'}
      action={filtered && <Button onClick={onClear}>Clear the filter</Button>}
    >
      {filtered ? 'Look under another outcome, or type less of the id.' : 'Look under another outcome.'}
    </Notice>
  )
}
