'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Ago } from '@/components/ui/ago'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { FailureNotice } from '@/components/ui/failure-notice'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { operationItemsCsvHref, operationItemsQuery } from '@/lib/client/operation-queries'
import type { ItemOutcome, Operation, OperationItem } from '@/lib/domain/operation'
import { KIND_WORDS, number } from './operation-words'
import { OutcomePill } from './outcome-pill'

const TAB = {
  failed: 'failed',
  unknown: 'not known',
  refused: 'refused',
  pending: 'to go',
  skipped: 'were so already',
} as const
const ORDER = ['failed', 'unknown', 'refused', 'pending', 'done', 'skipped'] as const

/** The devices of an operation by outcome, what went wrong first. */
export function OperationItems({ operation, live }: { operation: Operation; live: boolean }) {
  const { org, id, kind, outcomes, total } = operation
  const [picked, setPicked] = useState<ItemOutcome | 'all' | null>(null)
  const worst = ORDER.slice(0, 3).find((outcome) => outcomes[outcome] > 0)
  const shown = picked ?? worst ?? 'all'
  const query = useInfiniteQuery(operationItemsQuery(org, id, shown === 'all' ? undefined : shown, live))
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const tabs = [...ORDER.filter((outcome) => outcomes[outcome] > 0 || outcome === picked), 'all' as const]
  return (
    <Card
      title="Devices"
      aside={
        <a className={buttonClass('quiet', 'small')} href={operationItemsCsvHref(org, id)} download>
          CSV
        </a>
      }
    >
      <div role="group" aria-label="Outcome" className="flex gap-1 overflow-x-auto px-3 pb-2">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-pressed={tab === shown}
            onClick={() => setPicked(tab)}
            className={`touch rounded-md px-2.5 py-1 whitespace-nowrap ${tab === shown ? 'bg-hover font-medium' : 'text-soft hover:text-ink'}`}
          >
            {tab === 'all' ? 'All' : tab === 'done' ? KIND_WORDS[kind].done : TAB[tab]}{' '}
            {number(tab === 'all' ? total : outcomes[tab])}
          </button>
        ))}
      </div>
      {isPending && <Skeleton rows={5} label="Loading devices" />}
      {error && !data && <FailureNotice what="The devices of this operation" error={error} retry={refetch} />}
      {data && items.length === 0 && <Notice title="No device has this outcome" />}
      <ul>
        {items.map((item) => (
          <Item key={item.deviceId} item={item} org={org} kind={kind} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="border-t p-3">
          <Button disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Show more'}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Item({ item, org, kind }: { item: OperationItem; org: string; kind: Operation['kind'] }) {
  const said = [item.code, item.message].filter(Boolean).join(': ')
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-t px-4 py-2">
      <Link
        href={`/${org}/devices?device=${encodeURIComponent(item.deviceId)}`}
        prefetch={false}
        className="whole-id underline-offset-2 hover:underline pointer-coarse:py-2"
      >
        <bdi>{item.deviceId}</bdi>
      </Link>
      <OutcomePill outcome={item.outcome} kind={kind} />
      {said && <span className="text-soft wrap-anywhere">{said}</span>}
      <span className="flex-1" />
      {item.requestId && <span className="whole-id text-faint">{item.requestId}</span>}
      <span className="text-[13px] text-soft">
        <Ago at={item.updatedAt} still side="end" />
      </span>
    </li>
  )
}
