/** How a chart of counts is scaled: by its data. A cap far above them is a word beside the chart, not a line that flattens them. */

/** A cap is drawn only up to this many times the highest count. */
const CAP_FITS_TIMES = 3
const TICKS = 3

/** `ticks`: whole numbers from 0 to `top`, both included. */
export type ChartScale = { top: number; ticks: number[] }

const highest = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)

/** @param caps the cap at each point; null where there was none, or it is not known. It may change. */
export function chartScale(
  values: readonly (number | null | undefined)[],
  caps: readonly (number | null | undefined)[] = [],
): ChartScale {
  const peak = highest(values)
  const most = Math.max(1, peak, highest(caps.filter((cap) => (cap ?? 0) <= peak * CAP_FITS_TIMES)))
  const step = wholeStep(most / TICKS)
  const count = Math.ceil(most / step)
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) }
}

/** The next of 1, 2, 5, 10, 20, 50, … that is not less. */
function wholeStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10)
}

/** Whether a cap is within the scale, and so is drawn. */
export const capFits = (cap: number | null | undefined, { top }: ChartScale): cap is number =>
  cap !== null && cap !== undefined && cap <= top

/**
 * Places of labels beside the ends of their curves: each as near to its own as the others leave it, none over another.
 * @param places where the curves end, in any order. @param gap height of a label. All in the same unit.
 */
export function spreadLabels(places: readonly number[], gap: number, from: number, to: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b)
  const spread = [...places]
  let least = from
  for (const index of order) {
    spread[index] = Math.max(least, spread[index] ?? from)
    least = (spread[index] ?? from) + gap
  }
  let most = to
  for (const index of order.toReversed()) {
    spread[index] = Math.min(most, spread[index] ?? to)
    most = (spread[index] ?? to) - gap
  }
  return spread
}

const SECOND = 1_000
const STEPS_MS = [10, 60, 300, 600, 900, 3_600, 21_600, 86_400].map((seconds) => seconds * SECOND)
const STEPS_MAX = 120

/**
 * Width of a step of a chart: fine while there is little data, so that ten minutes are a curve and not a point. Never finer than
 * the samples, never wider than `widestMs`.
 */
export function stepMsFor(spanMs: number, sampleMs: number, widestMs: number): number {
  const fitting = STEPS_MS.find((stepMs) => stepMs >= sampleMs && spanMs / stepMs <= STEPS_MAX)
  return Math.min(fitting ?? widestMs, widestMs)
}
