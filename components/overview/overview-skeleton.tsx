import { PageBody } from '@/components/ui/page-body'

/** As high as what comes: the numbers, the grid of a usual fleet, the chart beside the list. Nothing jumps when they are there. */
const HEIGHTS = ['h-[190px] md:h-[135px] xl:h-[66px]', 'h-[420px] sm:h-[260px]'] as const

export function OverviewSkeleton() {
  return (
    <PageBody title="Overview" silent>
      <div role="status" aria-label="Loading the overview" className="flex flex-col gap-3">
        {HEIGHTS.map((height) => (
          <div key={height} className={`pulse rounded-box border bg-panel ${height}`} />
        ))}
        <div className="grid gap-3 lg:grid-cols-2">
          <div className="pulse h-[322px] rounded-box border bg-panel" />
          <div className="pulse h-[322px] rounded-box border bg-panel" />
        </div>
      </div>
    </PageBody>
  )
}
