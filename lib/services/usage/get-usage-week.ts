/** One week of an org, to print or to send: what ran, what was stopped, and how fast. */
import { z } from 'zod'
import { InvalidInput } from '@/lib/domain/errors'
import { partSeries } from '@/lib/domain/figures/part-series'
import { daysOfWeek, isWeek, isZone, weekAt } from '@/lib/domain/time/iso-week'
import type { UsagePoint } from '@/lib/domain/usage-steps'
import type { UsageWeek } from '@/lib/domain/wire/usage'
import { service } from '../service'
import { timeToStopOf } from './get-time-to-stop'
import { marksOf } from './get-usage'
import { partsOf, stepsOf } from './usage-samples'
import { weekDay } from './week-day'

const VALUES_MAX = 13

export const WeekInput = z.strictObject({
  /** `2026-W48`; absent: the week that it is. */
  week: z.string().max(8).refine(isWeek, 'A week is written like 2026-W48.').optional(),
  /** IANA name of the zone whose days are meant. */
  zone: z.string().max(64).refine(isZone, 'That zone is not known. Name one like Europe/Berlin.').default('UTC'),
})

export const getUsageWeek = service({
  permission: 'see',
  input: WeekInput,
  async run(context, { week: wanted, zone }): Promise<UsageWeek> {
    const { deps, org } = context
    const now = deps.clock.now()
    const week = wanted ?? weekAt(now, zone)
    const days = daysOfWeek(week, zone)
    const span = { from: days[0]?.from ?? now, to: days.at(-1)?.to ?? now }
    if (span.from > now) throw new InvalidInput('week: that week is yet to come.')
    const shownSpan = { from: span.from, to: Math.min(span.to, now) }
    // A step of its own for each sample: the first one is where the week begins, and nothing that was counted falls before it.
    const shown = await stepsOf(context, shownSpan, deps.sampleSeconds * 1_000)
    const sampled = shown.steps.filter(({ lastAt }) => lastAt !== null)
    const edges = [...new Set([sampled[0], sampled.at(-1)])].filter((step) => step !== undefined)
    const parts: UsageWeek['parts'] = []
    for (const part of org.parts.slice(0, -1)) {
      const series = partSeries(edges, await partsOf(context, shown, part), VALUES_MAX)
      const values = series.map(({ value, points }) => ({ value, begin: points[0] ?? 0, end: points.at(-1) ?? 0 }))
      parts.push({ part, values })
    }
    return {
      week,
      zone,
      from: new Date(span.from).toISOString(),
      to: new Date(span.to).toISOString(),
      isRunning: span.to > now,
      org: org.row.slug,
      authority: org.authority.name,
      begin: edgeOf(edges[0]?.point),
      end: edgeOf(edges.at(-1)?.point),
      days: days.map((day) => weekDay(day, shown.steps)),
      parts,
      marks: await marksOf(context, shownSpan),
      timeToStop: await timeToStopOf(context, shownSpan),
    }
  },
})

const edgeOf = (point: UsagePoint | undefined): UsageWeek['begin'] =>
  point ? { at: point.at, active: point.active, revoked: point.revoked, cap: point.cap } : null
