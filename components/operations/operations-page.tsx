'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRef } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { useOrgSlug } from '@/components/org/use-org'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { NewerButton } from '@/components/ui/newer-button'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { KIND_WORDS } from '@/components/words/operation-words'
import { operationsCsvHref, operationsQuery } from '@/lib/client/api/operation-queries'
import { useHeldRows } from '@/lib/client/browser/use-row-lock'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { OPERATION_KINDS } from '@/lib/domain/operation'
import { OperationRow } from './operation-row'
import { OperationsSkeleton } from './operations-skeleton'

/** Every act on the org or on its devices, newest first. */
export function OperationsPage() {
  const org = useOrgSlug()
  const [params, write] = useUrlState()
  const kind = OPERATION_KINDS.find((known) => known === params.get('kind'))
  const query = useInfiniteQuery(operationsQuery(org, kind))
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  const operations = data?.pages.flatMap((page) => page.operations) ?? []
  const list = useRef<HTMLUListElement>(null)
  const held = useHeldRows(list, operations, `${org} ${kind}`)
  return (
    <PageBody
      title="Operations"
      aside={
        <>
          <NewerButton waiting={held.waiting} onShow={held.release} />
          <select
            aria-label="Kind"
            value={kind ?? ''}
            onChange={(event) => write({ kind: event.target.value })}
            className="touch rounded-box border border-edge bg-panel px-2 py-1"
          >
            <option value="">All kinds</option>
            {OPERATION_KINDS.map((each) => (
              <option key={each} value={each}>
                {KIND_WORDS[each].noun}
              </option>
            ))}
          </select>
          <a
            className={buttonClass()}
            href={operationsCsvHref(org, kind)}
            aria-label={kind ? 'Operations of this kind as CSV' : 'All operations as CSV'}
            download
          >
            CSV
          </a>
        </>
      }
    >
      <Card>
        {isPending && <OperationsSkeleton />}
        {error && data && <OldDataNote error={error} className="border-b px-4 py-2" />}
        {error && !data && <FailureNotice what="The operations" error={error} retry={refetch} />}
        {data && operations.length === 0 && <Empty org={org} filtered={kind !== undefined} />}
        <ul ref={list}>
          {held.rows.map((operation) => (
            <OperationRow key={operation.id} operation={operation} />
          ))}
        </ul>
      </Card>
      {hasNextPage && (
        <Button className="self-start" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Show older ones'}
        </Button>
      )}
    </PageBody>
  )
}

function Empty({ org, filtered }: { org: string; filtered: boolean }) {
  return (
    <Notice
      title={filtered ? 'No operation of this kind' : 'Nothing was done yet'}
      action={
        <Link href={`/${org}/devices`} prefetch={false} className={buttonClass()}>
          Go to the devices
        </Link>
      }
    >
      Revoke, restore, remove or register devices and each act appears here with its outcome for every device.
    </Notice>
  )
}
