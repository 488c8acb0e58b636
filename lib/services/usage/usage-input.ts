import { z } from 'zod'
import { InvalidInput } from '@/lib/domain/errors'
import { SPAN_MS_MAX, SPAN_MS_MIN, type Span, spanOf, USAGE_RANGES } from '@/lib/domain/figures/usage-range'

const Instant = z.iso.datetime({ offset: true })

/** A span of time: one of the ranges up to now, or `from` and `to`, both ISO 8601 with their zone. */
export const SpanInput = z.strictObject({
  range: z.enum(USAGE_RANGES).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
})

export const UsageInput = SpanInput.extend({
  part: z.string().max(64).default('role'),
  /** The span just before, too. */
  compare: z.enum(['before']).optional(),
})

/** @throws InvalidInput for a span that is named twice, half, backwards, too short, too long or yet to come. */
export function readSpan({ range, from, to }: z.infer<typeof SpanInput>, now: number): Span {
  if (from === undefined && to === undefined) return spanOf(range ?? '24h', now)
  if (range !== undefined) throw new InvalidInput('range: give either a range, or from and to.')
  if (from === undefined || to === undefined) throw new InvalidInput('from, to: a free span needs both.')
  const span = { from: Date.parse(from), to: Math.min(Date.parse(to), now) }
  if (span.from >= now) throw new InvalidInput('from: that time is yet to come.')
  if (Date.parse(to) <= span.from) throw new InvalidInput('to: the end of a span is after its beginning.')
  const longest = span.to - span.from
  if (longest < SPAN_MS_MIN) throw new InvalidInput('from, to: a span has at least five minutes.')
  if (longest > SPAN_MS_MAX)
    throw new InvalidInput('from, to: samples are kept for two years, so a span has at most that.')
  return span
}

/** The part by which devices are distinguished. @throws InvalidInput for one that the org's pattern does not have. */
export function readPart(wanted: string, parts: readonly string[]): string {
  if (parts.includes(wanted)) return wanted
  const last = wanted === 'role' ? parts.at(-1) : undefined
  if (last === undefined)
    throw new InvalidInput(`part: this org has no part "${wanted}"; it has ${parts.join(', ') || 'none'}`)
  return last
}
