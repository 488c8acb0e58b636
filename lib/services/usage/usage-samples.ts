import { resolutionFor, type Span, stepMs } from '@/lib/domain/figures/usage-range'
import { type UsageSample, type UsageStep, usageSteps } from '@/lib/domain/usage-steps'
import {
  DAY,
  firstSampleAt,
  HOUR,
  KEEP_MS,
  listPartCounts,
  listSamples,
  type PartSampleRow,
  RAW,
} from '@/lib/store/usage/samples'
import { gapMsOf } from '@/lib/views/gap-ms'
import type { OrgContext } from '../context'

type Context = Pick<OrgContext, 'deps' | 'org'>

/** Where one resolution ends and the next finer one begins: what is over and not rolled up yet is there only as it was taken. */
type Piece = Span & { resolution: number }

/** The pieces of a span, oldest first. */
async function piecesOf(context: Context, span: Span): Promise<Piece[]> {
  const resolution = resolutionFor(span, context.deps.clock.now(), KEEP_MS)
  if (resolution !== HOUR) return piecesFrom(context, span, resolution)
  const begin = await firstHourDay(context, span)
  const hours = await piecesFrom(context, { from: begin, to: span.to }, HOUR)
  // Before the first hour that is there, days are better than nothing.
  return begin > span.from ? [{ from: span.from, to: begin, resolution: DAY }, ...hours] : hours
}

/** When the day of the first hour begins, if that is a day and more after the span does, else when the span begins. */
async function firstHourDay({ deps, org }: Context, { from, to }: Span): Promise<number> {
  const first = await firstSampleAt(deps.store.reads, org.row.id, HOUR, from, to)
  if (first !== null && first - from <= DAY * 1_000) return from
  return Math.max(from, Math.floor((first ?? to) / DAY / 1_000) * DAY * 1_000)
}

async function piecesFrom({ deps, org }: Context, span: Span, resolution: number): Promise<Piece[]> {
  if (resolution === RAW) return [{ ...span, resolution }]
  const rolled = await listSamples(deps.store.reads, org.row.id, resolution, span.from - resolution * 1_000, span.to)
  const last = rolled.at(-1)
  const end = last ? last.at + resolution * 1_000 : span.from
  if (end >= span.to) return [{ ...span, resolution }]
  const rest = { from: Math.max(span.from, end), to: span.to }
  // Of days that are not over there are hours, and of the last hour what was taken.
  const finer = resolution === DAY ? await piecesOfHours({ deps, org }, rest) : [{ ...rest, resolution: RAW }]
  return [{ from: span.from, to: rest.from, resolution }, ...finer]
}

async function piecesOfHours({ deps, org }: Context, span: Span): Promise<Piece[]> {
  const last = (await listSamples(deps.store.reads, org.row.id, HOUR, span.from, span.to)).at(-1)
  const end = last ? Math.min(span.to, last.at + HOUR * 1_000) : span.from
  return [
    { from: span.from, to: end, resolution: HOUR },
    { from: end, to: span.to, resolution: RAW },
  ]
}

export type UsageSpan = { steps: UsageStep[]; widthMs: number; pieces: Piece[] }

/** The steps of a span. @param widthMs of a step, where another span has set it already. */
export async function stepsOf(context: Context, span: Span, widthMs?: number): Promise<UsageSpan> {
  const { deps, org } = context
  const pieces = await piecesOf(context, span)
  const samples: UsageSample[] = []
  for (const { from, to, resolution } of pieces)
    samples.push(...(await listSamples(deps.store.reads, org.row.id, resolution, from, to)))
  const coarsest = samples[0]?.resolution ?? RAW
  const sampleMs = (coarsest || deps.sampleSeconds) * 1_000
  const width = widthMs ?? stepMs(span, samples[0]?.at ?? null, sampleMs)
  const gapMs = gapMsOf(coarsest, deps.sampleSeconds)
  return { steps: usageSteps(samples, { widthMs: width, gapMs, until: span.to }), widthMs: width, pieces }
}

/** Counts by one part at the samples of a span. */
export async function partsOf(
  { deps, org }: Context,
  { pieces }: Pick<UsageSpan, 'pieces'>,
  part: string,
): Promise<PartSampleRow[]> {
  const found: PartSampleRow[] = []
  for (const { from, to, resolution } of pieces)
    found.push(...(await listPartCounts(deps.store.reads, org.row.id, resolution, { from, to, part })))
  return found
}
