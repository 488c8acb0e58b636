/** Counts over time: devices allowed to work, active, revoked and cap; registrations and validates as growth per step. */
import { partSeries } from '@/lib/domain/figures/part-series'
import { type Span, spanBefore } from '@/lib/domain/figures/usage-range'
import type { Usage } from '@/lib/domain/wire/usage'
import { fencesOf } from '@/lib/store/fences'
import { firstDevicesOf } from '@/lib/store/outcomes'
import { countAcceptedActs, listAcceptedActs } from '@/lib/store/usage/marks'
import { lastSampleAt } from '@/lib/store/usage/samples'
import type { OrgContext } from '../context'
import { service } from '../service'
import { readPart, readSpan, UsageInput } from './usage-input'
import { partsOf, stepsOf, type UsageSpan } from './usage-samples'

/** Eight series that can be distinguished, and the rest. */
const SERIES_MAX = 9
/** More would be a line beside a line; the list of operations has them all. */
const MARKS_MAX = 60

export const getUsage = service({
  permission: 'see',
  input: UsageInput,
  async run(context, input): Promise<Usage> {
    const { deps, org } = context
    const parts = org.parts.slice(0, -1)
    const part = readPart(input.part, parts)
    const span = readSpan(input, deps.clock.now())
    const earlier = spanBefore(span)
    const { shown, before } = input.compare
      ? await comparedSteps(context, span, earlier)
      : { shown: await stepsOf(context, span), before: null }
    return {
      from: iso(span.from),
      to: iso(span.to),
      bucketSeconds: shown.widthMs / 1_000,
      points: shown.steps.map(({ point }) => point),
      stacked: { part, parts, series: partSeries(shown.steps, await partsOf(context, shown, part), SERIES_MAX) },
      before: before && { from: iso(earlier.from), points: before.steps.map(({ point }) => point) },
      marks: await marksOf(context, span),
      sampleSeconds: deps.sampleSeconds,
      diskBytes: await deps.store.bytes(),
      lastSampleAt: isoOrNull(await lastSampleAt(deps.store.reads, org.row.id)),
    }
  },
})

/** A span and the one before in steps of one width: the wider of what either bears alone, as of the earlier there may be only days. */
async function comparedSteps(
  context: OrgContext,
  span: Span,
  earlier: Span,
): Promise<{ shown: UsageSpan; before: UsageSpan }> {
  const [shown, before] = await Promise.all([stepsOf(context, span), stepsOf(context, earlier)])
  if (before.widthMs <= shown.widthMs) return { shown, before: await stepsOf(context, earlier, shown.widthMs) }
  return { shown: await stepsOf(context, span, before.widthMs), before }
}

const iso = (at: number) => new Date(at).toISOString()
const isoOrNull = (at: number | null) => (at === null ? null : iso(at))

/** Accepted stops and resumes of a span. */
export async function marksOf({ deps, org }: Pick<OrgContext, 'deps' | 'org'>, span: Span): Promise<Usage['marks']> {
  const { reads } = deps.store
  const rows = await listAcceptedActs(reads, org.row.id, span, MARKS_MAX)
  const all = rows.length < MARKS_MAX ? rows.length : await countAcceptedActs(reads, org.row.id, span)
  const ids = rows.map(({ id }) => id)
  const [first, fences] = await Promise.all([firstDevicesOf(reads, ids), fencesOf(reads, ids)])
  const shown = rows.toReversed().map((row) => ({
    at: iso(row.accepted_at),
    operationId: row.id,
    kind: row.kind,
    devices: row.kind === 'disable' || row.kind === 'enable' ? null : row.total,
    by: row.actor_name,
    reason: row.reason,
    selector: row.selector,
    firstDevice: first.get(row.id),
    isFence: fences.has(row.id),
  }))
  return { shown, leftOut: all - shown.length }
}
