'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { useOrgSlug } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { errorDetail } from '@/lib/client/api/error-detail'
import { usageCsvHref, usageQuery } from '@/lib/client/api/usage-query'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { formatBytes } from '@/lib/client/format/format-bytes'
import { USAGE_RANGES, type Usage } from '@/lib/domain/wire/usage'
import { UsageTable } from './usage-table'

const UsageCharts = dynamic(() => import('./usage-charts').then((module) => module.UsageCharts), {
  ssr: false,
  // As high as a screen, which the charts fill: what is below them does not jump.
  loading: () => (
    <div className="min-h-dvh">
      <Skeleton rows={8} label="Loading the charts" />
    </div>
  ),
})

/** Device counts over time, as curves or as the same numbers in a table. */
export function UsagePage() {
  const org = useOrgSlug()
  const [params, write] = useUrlState()
  const range = USAGE_RANGES.find((known) => known === params.get('range')) ?? '24h'
  const part = params.get('part') ?? undefined
  const [table, setTable] = useState(false)
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(usageQuery(org, range, part))
  return (
    <PageBody
      title="Usage"
      aside={
        <>
          <Button aria-pressed={table} onClick={() => setTable(!table)}>
            {table ? 'Curves' : 'Table'}
          </Button>
          <a className={buttonClass()} href={usageCsvHref(org, range)} download>
            CSV
          </a>
        </>
      }
    >
      <div role="group" aria-label="Range" className="flex gap-1">
        {USAGE_RANGES.map((each) => (
          <Button
            key={each}
            look={each === range ? 'strong' : 'plain'}
            aria-pressed={each === range}
            className="max-sm:min-w-0 max-sm:flex-1"
            onClick={() => write({ range: each })}
          >
            {each.replace(/(\d+)/, '$1 ')}
          </Button>
        ))}
      </div>
      {isPending && <Skeleton rows={10} label="Loading usage" />}
      {error && !data && <FailureNotice what="Usage" error={error} retry={refetch} />}
      {error && data && (
        <p role="alert" className="text-wait">
          {errorDetail(error)} Shown is what was read before.
        </p>
      )}
      {data && (
        <div className={`flex flex-col gap-3 ${isPlaceholderData ? 'opacity-60' : ''}`} aria-busy={isPlaceholderData}>
          <Content org={org} usage={data} table={table} onPart={(next) => write({ part: next })} />
          <UsageFooter usage={data} />
        </div>
      )}
    </PageBody>
  )
}

type ContentProps = { org: string; usage: Usage; table: boolean; onPart: (part: string) => void }

function Content({ org, usage, table, onPart }: ContentProps) {
  if (usage.points.length === 0) {
    return (
      <Card>
        <Notice title="No sample in this range yet">
          Counts are sampled every {usage.sampleSeconds} s and at each accepted stop and resume. The curves begin with
          the first sample.
        </Notice>
      </Card>
    )
  }
  if (usage.points.every(({ active, revoked }) => !active && !revoked)) {
    return (
      <Card>
        <Notice
          title="No device in this range"
          action={
            <Link href={`/${org}`} prefetch={false} className={buttonClass()}>
              To the overview
            </Link>
          }
        >
          The console counted every {usage.sampleSeconds} s and found none. The curves begin with the first device; the
          overview says how to register one.
        </Notice>
      </Card>
    )
  }
  return table ? <UsageTable usage={usage} /> : <UsageCharts usage={usage} onPart={onPart} />
}

/** How the numbers came about, and what they cost on disk. */
function UsageFooter({ usage }: { usage: Usage }) {
  const { sampleSeconds, bucketSeconds, diskBytes, lastSampleAt } = usage
  return (
    <p className="text-small text-soft">
      Sampled every {sampleSeconds} s, shown in steps of{' '}
      {bucketSeconds < 3_600 ? `${Math.round(bucketSeconds / 60) || 1} min` : `${Math.round(bucketSeconds / 3_600)} h`}.
      Counts are those at the end of each step. Last sample {lastSampleAt ? <Ago at={lastSampleAt} /> : 'none yet'}. Raw
      for 48 h, then hourly, then daily for two years; the store takes {formatBytes(diskBytes)} on disk.
    </p>
  )
}
