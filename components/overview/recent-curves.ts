import { capFits, chartScale } from '@/lib/domain/figures/chart-scale'
import type { Overview } from '@/lib/domain/wire/overview'

type Step = Overview['recent'][number]
type SampledStep = Step & { allowed: number; allowedLowest: number }

/** Curves in a box of `width` by `height`; times in epoch ms. `lines` have a hole where nothing was sampled. */
export type RecentCurves = {
  from: number
  to: number
  ticks: number[]
  lines: { key: string; line: string; area: string }[]
  /** The cap where it fits the scale; it may change, and then has a step. */
  capLine: string
  /** The cap now, and whether its line is drawn. */
  cap: { limit: number; isDrawn: boolean } | null
  first: number
}

/**
 * Devices allowed to work: each step goes down to its lowest count and ends at its last. Scaled by the counts, not by the cap.
 * @param now the end of the axis; what was sampled after it (a clock that was set back) ends there too. Null before the second step.
 */
export function recentCurves(recent: readonly Step[], now: number, width: number, height: number): RecentCurves | null {
  const sampled = recent.filter(isSampled)
  const [first, last] = [sampled[0], sampled.at(-1)]
  if (!first || !last || sampled.length < 2) return null
  const from = Date.parse(first.at)
  const to = Math.max(now, Date.parse(last.at))
  const scale = chartScale(
    sampled.map(({ allowed }) => allowed),
    sampled.map(({ cap }) => cap),
  )
  const x = (at: number) => round(((Math.min(at, to) - from) / Math.max(1, to - from)) * width)
  const y = (value: number) => round((1 - value / scale.top) * height)
  const lines = stretchesOf(recent, to).map(({ steps, end }) => {
    const begin = x(Date.parse(steps[0]?.at ?? first.at))
    const line = steps
      .map(({ at, allowed, allowedLowest }, index) =>
        index === 0 ? `M${begin} ${y(allowed)}` : `H${x(Date.parse(at))}V${y(allowedLowest)}V${y(allowed)}`,
      )
      .join('')
      .concat(`H${x(end)}`)
    return { key: steps[0]?.at ?? '', line, area: `${line}V${height}H${begin}Z` }
  })
  const capLine = stretchesOf(recent, to, ({ cap }) => capFits(cap, scale))
    .map(({ steps, end }) => {
      const [begin, ...rest] = steps.map(({ at, cap }) => ({ x: x(Date.parse(at)), y: y(cap ?? 0) }))
      return begin ? `M${begin.x} ${begin.y}${rest.map((step) => `H${step.x}V${step.y}`).join('')}H${x(end)}` : ''
    })
    .join('')
  return {
    from,
    to,
    ticks: scale.ticks,
    lines,
    capLine,
    cap: last.cap === null ? null : { limit: last.cap, isDrawn: capFits(last.cap, scale) },
    first: first.allowed,
  }
}

const round = (value: number) => Math.round(value * 10) / 10

const isSampled = (step: Step): step is SampledStep => step.allowed !== null && step.allowedLowest !== null

/** Steps that follow each other without a hole, and when each stretch ends: at the hole, or at the end of the axis. */
function stretchesOf(recent: readonly Step[], to: number, isIn: (step: SampledStep) => boolean = () => true) {
  const stretches: { steps: SampledStep[]; end: number }[] = []
  let open: { steps: SampledStep[]; end: number } | null = null
  for (const step of recent) {
    if (isSampled(step) && isIn(step)) {
      if (!open) {
        open = { steps: [], end: to }
        stretches.push(open)
      }
      open.steps.push(step)
    } else if (open) {
      open.end = Date.parse(step.at)
      open = null
    }
  }
  return stretches
}
