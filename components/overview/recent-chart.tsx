'use client'
import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { number } from '@/components/words/operation-words'
import { formatTicks } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import type { Overview } from '@/lib/domain/wire/overview'

const WIDTH = 600
const HEIGHT = 140
const TOP = 14

/**
 * Devices allowed to work over the last 24 h, with the cap: each step goes down to its lowest count and ends at its last; where
 * nothing was sampled there is no line. Drawn by hand: the chart library is for the usage page. `now`: as last read.
 */
export function RecentChart({ recent, now }: { recent: Overview['recent']; now: number | undefined }) {
  const org = useOrgSlug()
  const zone = useZone()
  const sampled = recent.filter(isSampled)
  const last = sampled.at(-1)
  const first = sampled[0]
  const more = (
    <Link href={`/${org}/usage`} prefetch={false} className="underline underline-offset-2 pointer-coarse:py-2.5">
      Usage
    </Link>
  )
  if (!first || !last || sampled.length < 2) {
    return (
      <Card title="Allowed to work, 24 h" aside={more}>
        <p className="px-4 pb-4 text-soft">Sampled once a minute; the line appears after the second sample.</p>
      </Card>
    )
  }
  const start = Date.parse(first.at)
  const end = Date.parse(last.at)
  const tick = formatTicks(zone, start, end)
  const top = Math.max(
    1,
    ...sampled.map(({ allowed, cap }) => Math.max(allowed, cap !== null && cap <= allowed * 4 ? cap : 0)),
  )
  const x = (at: string) => ((Date.parse(at) - start) / Math.max(1, end - start)) * WIDTH
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP)
  const stretches = stretchesOf(recent).map((steps) => {
    const begins = steps[0]?.at ?? first.at
    const line = steps
      .map(({ at, allowed, allowedLowest }, index) =>
        index === 0
          ? `M${x(at).toFixed(1)} ${y(allowed)}`
          : `H${x(at).toFixed(1)}V${y(allowedLowest).toFixed(1)}V${y(allowed).toFixed(1)}`,
      )
      .join('')
    return { line, area: `${line}V${HEIGHT}H${x(begins).toFixed(1)}Z`, key: begins }
  })
  const cap = last.cap !== null && last.cap <= top ? last.cap : null
  return (
    <Card title="Allowed to work, 24 h" aside={more}>
      <div className="flex flex-1 flex-col gap-1 px-4 pb-3">
        <svg
          role="img"
          aria-label={`Devices allowed to work: ${number(first.allowed)} at first, ${nowWords(now)}`}
          viewBox={`0 0 ${WIDTH} ${HEIGHT + 2}`}
          preserveAspectRatio="none"
          className="min-h-36 w-full flex-1"
        >
          {cap !== null && (
            <line
              x1="0"
              x2={WIDTH}
              y1={y(cap)}
              y2={y(cap)}
              className="stroke-edge"
              strokeDasharray="4 4"
              vectorEffect="non-scaling-stroke"
            />
          )}
          {stretches.map(({ line, area, key }) => (
            <g key={key}>
              <path d={area} className="fill-ok-bg" />
              <path d={line} className="fill-none stroke-ok" strokeWidth="2" vectorEffect="non-scaling-stroke" />
            </g>
          ))}
        </svg>
        <div className="flex justify-between text-small text-faint">
          <span>{tick(start)}</span>
          <span>
            {nowWords(now)}
            {last.cap !== null && ` · cap ${number(last.cap)}${cap === null ? '' : ' (dashed)'}`}
          </span>
          <span>{tick(end)}</span>
        </div>
      </div>
    </Card>
  )
}

type Step = Overview['recent'][number]
type SampledStep = Step & { allowed: number; allowedLowest: number }

const isSampled = (step: Step): step is SampledStep => step.allowed !== null && step.allowedLowest !== null

/** Steps that follow each other without one between them in which nothing was sampled. */
function stretchesOf(recent: readonly Step[]): SampledStep[][] {
  const stretches: SampledStep[][] = [[]]
  for (const step of recent) {
    if (isSampled(step)) stretches.at(-1)?.push(step)
    else stretches.push([])
  }
  return stretches.filter((steps) => steps.length > 0)
}

const nowWords = (now: number | undefined) => (now === undefined ? 'not known now' : `${number(now)} now`)
