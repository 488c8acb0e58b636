'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { capWords } from '@/components/words/cap-words'
import { headroomQuery } from '@/lib/client/api/usage-query'
import { formatDay } from '@/lib/client/format/format-time'
import { consoleTime } from '@/lib/client/state/console-time'
import { useZone } from '@/lib/client/state/preferences'
import { type CapUse, capUse } from '@/lib/domain/figures/cap-use'
import type { Headroom } from '@/lib/domain/wire/usage'
import { headroomWords } from './headroom-words'

const HeadroomChart = dynamic(() => import('./headroom-chart').then((module) => module.HeadroomChart), {
  ssr: false,
  loading: () => <div className="h-[252px]" />,
})

/** How close to the cap, since when, until when: the first thing that a lead asks. */
export function HeadroomCard() {
  const org = useOrgSlug()
  const { data, error, refetch } = useQuery(headroomQuery(org))
  const { data: state } = useOrgState()
  const use = capUse(state?.cap ?? null, state?.counts?.active)
  if (error && !data) return <FailureNotice what="The forecast of the cap" error={error} retry={refetch} />
  return (
    <Card title="Cap">
      {data ? <Content use={use} headroom={data} /> : <Skeleton rows={7} label="Loading the forecast" />}
    </Card>
  )
}

function Content({ use, headroom }: { use: CapUse; headroom: Headroom }) {
  const zone = useZone()
  const { forecast, days } = headroom
  const { headline, detail, isNear } = headroomWords(forecast, consoleTime.get(), (at) => formatDay(at, zone))
  const { used, share, left } = capWords(use)
  const isOver = use.state === 'reached' || use.state === 'over'
  return (
    <div className="grid gap-x-4 pb-1 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-3 px-4 pb-3">
        {share !== null && (
          <p>
            <span className={`block text-huge font-semibold ${isOver ? 'text-stop' : ''}`}>{share}</span>
            <span className="text-soft">
              {used} used · {left}
            </span>
          </p>
        )}
        <p>
          <span className={`block text-lead font-semibold ${isNear ? 'text-wait' : ''}`}>{headline}</span>
          <span className="text-soft">{detail}</span>
        </p>
      </div>
      {days.length > 1 && <HeadroomChart headroom={headroom} limit={'limit' in use ? use.limit : null} />}
    </div>
  )
}
