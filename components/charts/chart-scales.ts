/**
 * The one scale that our charts use, under the name by which their library looks for it: next.config.mjs gives it this module in place
 * of one with every scale that there is, of times, colours and texts, which the page would load for nothing.
 */

type Span = readonly number[]

/** Where `value` is between the ends of one span, at the same place between those of another. */
const carried = (value: number, [from0 = 0, from1 = 0]: Span, [to0 = 0, to1 = 0]: Span): number =>
  // A span of no length has no places: the middle then.
  to0 + (to1 - to0) * (from1 === from0 ? 0.5 : (value - from0) / (from1 - from0))

/** Numbers to places on the screen, and back. What is no number has no place. */
export function scaleLinear() {
  let domain: Span = [0, 1]
  let range: Span = [0, 1]
  const place = (value: unknown): number | undefined =>
    value === null || value === undefined || Number.isNaN(Number(value))
      ? undefined
      : carried(Number(value), domain, range)
  const scale = Object.assign(place, {
    domain(next?: Span) {
      if (!next) return domain
      domain = next.map(Number)
      return scale
    },
    range(next?: Span) {
      if (!next) return range
      range = next.map(Number)
      return scale
    },
    invert: (at: number) => carried(at, range, domain),
  }) as LinearScale
  return scale
}

type LinearScale = {
  (value: unknown): number | undefined
  domain: { (): Span; (next: Span): LinearScale }
  range: { (): Span; (next: Span): LinearScale }
  invert: (at: number) => number
}
