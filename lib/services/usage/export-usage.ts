/** What the charts draw, as a file: the same span, steps, parts and comparison. */
import type { Usage } from '@/lib/domain/wire/usage'
import { toCsv } from '../downloads/csv'
import type { Download } from '../downloads/download'
import { CSV, recordExport, stamp } from '../downloads/download'
import { service } from '../service'
import { getUsage } from './get-usage'
import { UsageInput } from './usage-input'

const COUNTS = [
  'at',
  'meanOnly',
  'allowed',
  'allowedLowest',
  'allowedMean',
  'active',
  'activeLowest',
  'activeHighest',
  'activeMean',
  'revoked',
  'cap',
  'registrations',
  'validationsAllowed',
  'validationsDenied',
] as const

export const exportUsage = service({
  permission: 'see',
  input: UsageInput,
  async run(context, input): Promise<Download> {
    const usage = await getUsage.run(context, input)
    await recordExport(context, 'usage', usage.points.length)
    const span = input.range ?? (input.from ? `${usage.from.slice(0, 10)}-${usage.to.slice(0, 10)}` : '24h')
    return {
      filename: `${context.org.row.slug}-usage-${span}-${stamp(context)}.csv`,
      contentType: CSV,
      body: usageCsv(usage),
    }
  },
})

/** A column for each value of the part, and, where two spans are compared, one row of each span for each step. */
export function usageCsv({ points, stacked, before }: Usage): string {
  const parts = stacked.series.map(({ value }) => `${stacked.part}:${value}`)
  const rows = points.map(
    (point, index): Record<string, unknown> => ({
      ...point,
      span: 'shown',
      ...Object.fromEntries(stacked.series.map((series, at) => [parts[at], series.points[index]])),
    }),
  )
  const earlier = (before?.points ?? []).map((point): Record<string, unknown> => ({ ...point, span: 'before' }))
  return toCsv<Record<string, unknown>>(before ? ['span', ...COUNTS, ...parts] : [...COUNTS, ...parts], [
    ...rows,
    ...earlier,
  ])
}
