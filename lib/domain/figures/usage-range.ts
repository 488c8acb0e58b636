/** Which span of time a chart of usage shows, from which samples, in steps of which width. */
import { stepMsFor } from './chart-scale'

export const USAGE_RANGES = ['1h', '24h', '7d', '30d', '90d', '1y', '2y'] as const
export type UsageRange = (typeof USAGE_RANGES)[number]

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

const SPAN_SECONDS: Record<UsageRange, number> = {
  '1h': HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
  '1y': 365 * DAY,
  '2y': 730 * DAY,
}

/** Epoch ms; `to` is not included. */
export type Span = { from: number; to: number }

export const spanOf = (range: UsageRange, now: number): Span => ({ from: now - SPAN_SECONDS[range] * 1_000, to: now })

/** The span just before, as long. */
export const spanBefore = ({ from, to }: Span): Span => ({ from: from - (to - from), to: from })

/** A span shorter than this shows one sample or none. */
export const SPAN_MS_MIN = 5 * MINUTE * 1_000
/** What is older is not kept. */
export const SPAN_MS_MAX = 731 * DAY * 1_000

/** The widest step of a span, in seconds: it leaves some 60 to 370 of them. */
const WIDEST: readonly (readonly [spanSeconds: number, stepSeconds: number])[] = [
  [2 * HOUR, MINUTE],
  [6 * HOUR, 5 * MINUTE],
  [2 * DAY, 10 * MINUTE],
  [8 * DAY, HOUR],
  [35 * DAY, 6 * HOUR],
  [95 * DAY, 12 * HOUR],
  [Number.POSITIVE_INFINITY, DAY],
]

const widestSeconds = (spanMs: number): number =>
  (WIDEST.find(([seconds]) => spanMs <= seconds * 1_000)?.[1] as number) ?? DAY

/**
 * The resolution, in seconds, of the samples that serve a span: the finest that is kept that far back and has not many more samples
 * than steps. @param keptMs how long each resolution is kept.
 */
export function resolutionFor({ from, to }: Span, now: number, keptMs: Readonly<Record<number, number>>): number {
  const widest = widestSeconds(to - from)
  const isKept = (resolution: number) => now - from <= (keptMs[resolution] ?? 0)
  if (widest < HOUR && isKept(0)) return 0
  return widest < DAY && isKept(HOUR) ? HOUR : DAY
}

/**
 * How wide a step is, in ms: finer while there is little, so that ten minutes are a curve and not a point.
 * @param firstAt of the oldest sample. @param sampleMs how far apart the samples are.
 */
export function stepMs({ from, to }: Span, firstAt: number | null, sampleMs: number): number {
  const widestMs = Math.max(widestSeconds(to - from) * 1_000, sampleMs)
  return stepMsFor(to - Math.max(from, firstAt ?? from), sampleMs, widestMs)
}
