'use client'
import { ChevronLeft, ChevronRight, ZoomOut } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { UsageView } from '@/lib/client/api/usage-query'
import { consoleTime } from '@/lib/client/state/console-time'
import { SPAN_MS_MAX, USAGE_RANGES } from '@/lib/domain/figures/usage-range'
import type { Usage } from '@/lib/domain/wire/usage'

const SpanDialog = lazy(() => import('./span-dialog').then((module) => ({ default: module.SpanDialog })))

const READS: Record<string, string> = { '1y': '1 year', '2y': '2 years' }

type Props = {
  view: UsageView
  /** The span that is shown; absent while it is loaded for the first time. */
  shown: Pick<Usage, 'from' | 'to'> | undefined
  onChange: (change: Partial<UsageView>) => void
}

/** Which span of time: a range up to now, or any other; earlier, later, wider; and whether it is compared with the one before. */
export function RangeBar({ view, shown, onChange }: Props) {
  const [choosing, setChoosing] = useState(false)
  const isFree = view.range === undefined
  const free = (from: number, to: number) => {
    const now = consoleTime.get()
    const end = Math.min(to, now)
    onChange({ range: undefined, from: new Date(from - (to - end)).toISOString(), to: new Date(end).toISOString() })
  }
  const [from, to] = shown ? [Date.parse(shown.from), Date.parse(shown.to)] : [0, 0]
  const span = to - from
  const move = (by: number) => shown && free(from + by * span, to + by * span)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <div role="group" aria-label="Range" className="flex flex-wrap gap-1">
        {USAGE_RANGES.map((each) => (
          <Button
            key={each}
            size="small"
            look={each === view.range ? 'strong' : 'plain'}
            aria-pressed={each === view.range}
            onClick={() => onChange({ range: each, from: undefined, to: undefined })}
          >
            {READS[each] ?? each.replace(/(\d+)/, '$1 ')}
          </Button>
        ))}
        <Button
          size="small"
          look={isFree ? 'strong' : 'plain'}
          aria-pressed={isFree}
          aria-haspopup="dialog"
          onClick={() => setChoosing(true)}
        >
          From – to…
        </Button>
      </div>
      <div role="group" aria-label="Move the range" className="flex gap-1">
        <Button size="small" aria-label="Earlier" disabled={!shown} onClick={() => move(-0.5)}>
          <ChevronLeft aria-hidden className="size-4" />
        </Button>
        <Button size="small" aria-label="Later" disabled={!shown || !isFree} onClick={() => move(0.5)}>
          <ChevronRight aria-hidden className="size-4" />
        </Button>
        <Button
          size="small"
          aria-label="Zoom out"
          disabled={!shown || span >= SPAN_MS_MAX}
          onClick={() => free(Math.max(from - span / 2, to + span / 2 - SPAN_MS_MAX), to + span / 2)}
        >
          <ZoomOut aria-hidden className="size-4" />
        </Button>
      </div>
      <Button
        size="small"
        look={view.compare ? 'strong' : 'plain'}
        aria-pressed={view.compare !== undefined}
        onClick={() => onChange({ compare: view.compare ? undefined : 'before' })}
      >
        Compare with the time before
      </Button>
      {choosing && (
        <Suspense>
          <SpanDialog
            shown={shown}
            onClose={() => setChoosing(false)}
            onChoose={(begin, end) => {
              setChoosing(false)
              onChange({
                range: undefined,
                from: new Date(begin).toISOString(),
                to: new Date(end).toISOString(),
              })
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
