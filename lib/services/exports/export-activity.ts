/** The record of an org as a file: JSON Lines that can be held against its anchors, or a table to read. */
import { z } from 'zod'
import { checkpointOf, eventAt } from '@/lib/store/audit-heads'
import { orgEventsInOrder, orgRecordUntil } from '@/lib/store/org-record'
import { currentHead } from '../record/current-head'
import { service } from '../service'
import { eventCsv, eventLines } from './activity-files'
import { CSV, type Download, JSON_LINES, recordExport, stamp } from './download'
import { textStream } from './text-stream'

const PAGE_EVENTS = 500

export const exportActivity = service({
  permission: 'see',
  input: z.strictObject({ format: z.enum(['csv', 'jsonl']) }),
  async run(context, { format }): Promise<Download> {
    const { reads } = context.deps.store
    const { org } = context
    // What is recorded while the file is on its way, this download included, is not in it.
    const { until, events } = await orgRecordUntil(reads, org.row.id)
    const last = await eventAt(reads, until)
    const head = await currentHead(context, last && { chain: org.row.id, sequence: last.org_sequence, hash: last.hash })
    await recordExport(context, 'activity', events)
    const pages = orgEventsInOrder(reads, org.row.id, { until, pageRows: PAGE_EVENTS })
    const filename = `${org.row.slug}-activity-${stamp(context)}.${format}`
    return format === 'jsonl'
      ? {
          filename,
          contentType: JSON_LINES,
          body: textStream(eventLines(pages, () => checkpointOf(reads, org.row.id), head)),
        }
      : { filename, contentType: CSV, body: textStream(eventCsv(pages, org.row.slug, head)) }
  },
})
