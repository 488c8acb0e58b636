'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { readUsageView, type UsageView, usageCsvHref, usageQuery } from '@/lib/client/api/usage-query'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import type { Usage } from '@/lib/domain/wire/usage'
import { CleanUpCard } from './clean-up-card'
import { HeadroomCard } from './headroom-card'
import { MarksCard } from './marks-card'
import { RangeBar } from './range-bar'
import { TimeToStopCard } from './time-to-stop-card'
import { UsageFooter } from './usage-footer'

const UsageTable = dynamic(() => import('./usage-table').then((module) => module.UsageTable), { ssr: false })

const UsageCharts = dynamic(() => import('./usage-charts').then((module) => module.UsageCharts), {
  ssr: false,
  // As high as a screen, which the charts fill: what is below them does not jump.
  loading: () => (
    <div className="min-h-dvh">
      <Skeleton rows={8} label="Loading the charts" />
    </div>
  ),
})

/** What runs under this org's name, how close to the cap, since when: as pictures, or as the same numbers in a table. */
export function UsagePage() {
  const org = useOrgSlug()
  const [params, write] = useUrlState()
  const view = readUsageView((name) => params.get(name))
  const change = (next: Partial<UsageView>) => {
    const { range = null, from = null, to = null, part = null, compare = null } = { ...view, ...next }
    write({ range, from, to, part, compare }, 'push')
  }
  const [table, setTable] = useState(false)
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(usageQuery(org, view))
  return (
    <PageBody
      title="Usage"
      aside={
        <span className="flex flex-wrap items-center gap-2 print:hidden">
          <Button aria-pressed={table} onClick={() => setTable(!table)}>
            {table ? 'Curves' : 'Table'}
          </Button>
          <Link className={buttonClass()} href={`/${org}/usage/week`} prefetch={false}>
            Week
          </Link>
          <a className={buttonClass()} href={usageCsvHref(org, view)} download>
            CSV
          </a>
        </span>
      }
    >
      <HeadroomCard />
      <RangeBar view={view} shown={data} onChange={change} />
      {isPending && <Skeleton rows={10} label="Loading usage" />}
      {error && !data && <FailureNotice what="Usage" error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} />}
      {data && (
        <div className={`flex flex-col gap-3 ${isPlaceholderData ? 'opacity-60' : ''}`} aria-busy={isPlaceholderData}>
          <Content org={org} usage={data} view={view} table={table} onChange={change} />
          <TimeToStopCard view={view} />
          <MarksCard marks={data.marks} />
          <CleanUpCard />
          <UsageFooter usage={data} />
        </div>
      )}
    </PageBody>
  )
}

type ContentProps = {
  org: string
  usage: Usage
  view: UsageView
  table: boolean
  onChange: (change: Partial<UsageView>) => void
}

function Content({ org, usage, view, table, onChange }: ContentProps) {
  if (usage.points.length === 0) {
    return (
      <Card>
        <Notice title="No sample in this range">
          Counts are sampled every {usage.sampleSeconds} s and at each accepted stop and resume. Choose another range,
          or wait for the first sample.
        </Notice>
      </Card>
    )
  }
  if (usage.points.every(({ active, revoked }) => !active && !revoked)) return <NoDevice org={org} usage={usage} />
  return table ? (
    <UsageTable usage={usage} />
  ) : (
    <UsageCharts
      usage={usage}
      view={view}
      onPart={(part) => onChange({ part })}
      onZoom={(from, to) =>
        onChange({ range: undefined, from: new Date(from).toISOString(), to: new Date(to).toISOString() })
      }
    />
  )
}

/** Samples that counted none. Devices that are there by now came after the last of them. */
function NoDevice({ org, usage: { sampleSeconds } }: { org: string; usage: Usage }) {
  const { data: state } = useOrgState()
  if (state?.counts?.total)
    return (
      <Card>
        <Notice title="No device was counted in this range">
          Those that are registered now came after its last sample. Counts are sampled every {sampleSeconds} s; the
          curves begin with the next one.
        </Notice>
      </Card>
    )
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
        The console counted every {sampleSeconds} s and found none. The curves begin with the first device; the overview
        says how to register one.
      </Notice>
    </Card>
  )
}
