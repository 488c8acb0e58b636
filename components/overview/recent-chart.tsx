'use client'
import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { spanWords } from '@/components/words/change-words'
import { number } from '@/components/words/operation-words'
import { formatTicks } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import type { Overview } from '@/lib/domain/wire/overview'
import { recentCurves } from './recent-curves'

const WIDTH = 600
const HEIGHT = 140

type Props = { recent: Overview['recent']; at: string; now: number | undefined }

/** Devices allowed to work, as long as there are samples, at most 24 h. `at`: of the answer; `now`: as last read. */
export function RecentChart({ recent, at, now }: Props) {
  const org = useOrgSlug()
  const zone = useZone()
  const curves = recentCurves(recent, Date.parse(at), WIDTH, HEIGHT)
  const more = (
    <Link href={`/${org}/usage`} prefetch={false} className="underline underline-offset-2 pointer-coarse:py-2.5">
      Usage
    </Link>
  )
  if (!curves) {
    return (
      <Card title="Allowed to work" aside={more}>
        <p className="px-4 pb-4 text-soft">Sampled once a minute; the line appears after the second sample.</p>
      </Card>
    )
  }
  const { from, to, ticks, lines, cap, capLine, first } = curves
  const tick = formatTicks(zone, from, to)
  const nowWords = now === undefined ? 'not known now' : `${number(now)} now`
  return (
    <Card title={`Allowed to work, last ${spanWords(to - from)}`} aside={more}>
      <div className="grid flex-1 grid-cols-[auto_minmax(0,1fr)] grid-rows-[auto_minmax(10rem,1fr)_auto] gap-x-2 gap-y-2.5 px-4 pb-3 text-small text-faint">
        <p className="col-span-2">
          devices{cap && ` · cap ${number(cap.limit)}, ${cap.isDrawn ? 'dashed' : 'above the chart'}`}
        </p>
        <div aria-hidden className="-my-[9px] flex flex-col-reverse justify-between text-right">
          {ticks.map((value) => (
            <span key={value}>{number(value)}</span>
          ))}
        </div>
        <div className="relative">
          <svg
            role="img"
            aria-label={`Devices allowed to work over the last ${spanWords(to - from)}: ${number(first)} at first, ${nowWords}`}
            viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full"
          >
            {ticks.map((value) => {
              const y = (1 - value / (ticks.at(-1) ?? 1)) * HEIGHT
              return (
                <path key={value} d={`M0 ${y}H${WIDTH}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
              )
            })}
            {lines.map(({ line, area, key }) => (
              <g key={key}>
                <path d={area} className="fill-ok-bg" />
                <path d={line} className="fill-none stroke-ok" strokeWidth="2" vectorEffect="non-scaling-stroke" />
              </g>
            ))}
            <path
              d={capLine}
              className="fill-none stroke-edge"
              strokeDasharray="4 4"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        </div>
        <div className="col-start-2 flex justify-between">
          <span>{tick(from)}</span>
          <span>{tick(to)}</span>
        </div>
      </div>
    </Card>
  )
}
