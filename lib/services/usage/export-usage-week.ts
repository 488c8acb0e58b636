/** A week as a file: Markdown to paste into a report, or the days as CSV. */
import type { UsageWeek } from '@/lib/domain/wire/usage'
import { toCsv } from '../downloads/csv'
import { CSV, type Download, recordExport, stamp } from '../downloads/download'
import { service } from '../service'
import { getUsageWeek, WeekInput } from './get-usage-week'
import { weekMarkdown } from './week-markdown'

const COLUMNS = [
  'date',
  'activeLowest',
  'activeHighest',
  'allowedLowest',
  'revoked',
  'registrations',
  'validationsAllowed',
  'validationsDenied',
] as const

const MARKDOWN = 'text/markdown; charset=utf-8'

const weekFile = (extension: string, contentType: string, write: (week: UsageWeek) => string) =>
  service({
    permission: 'see',
    input: WeekInput,
    async run(context, input): Promise<Download> {
      const week = await getUsageWeek.run(context, input)
      await recordExport(context, 'usage', week.days.length)
      const filename = `${week.org}-usage-${week.week}-${stamp(context)}.${extension}`
      return { filename, contentType, body: write(week) }
    },
  })

export const exportUsageWeekCsv = weekFile('csv', CSV, ({ days }) => toCsv(COLUMNS, days))
export const exportUsageWeekMarkdown = weekFile('md', MARKDOWN, weekMarkdown)
