/** The record of an org as a file: JSON Lines that can be compared with its anchors, or a table to read. */
import { z } from 'zod'
import { currentHead } from '@/lib/audit/anchors/current-head'
import { checkpointOf, eventAt } from '@/lib/store/audit/audit-chain-heads'
import { type AuditFilter, countEvents, listEvents } from '@/lib/store/audit/audit-events'
import { orgEventsInOrder, orgRecordUntil } from '@/lib/store/audit/org-audit-events'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import type { Db } from '@/lib/store/rows/db'
import { CSV, type Download, JSON_LINES, recordExport, stamp } from '../downloads/download'
import { textStream } from '../downloads/text-stream'
import { service } from '../service'
import { eventCsv, eventLines } from './activity-files'
import { ActivityFilter, eventFilter } from './list-activity'

const PAGE_EVENTS = 500

/** What a view of the record shows, in its order: newest first. A part of the record proves nothing, so it has no head. */
export const exportActivityView = service({
  permission: 'see',
  input: ActivityFilter,
  async run(context, input): Promise<Download> {
    const { reads } = context.deps.store
    const filter = eventFilter(context, input)
    const rows = await countEvents(reads, filter)
    const newest = await listEvents(reads, { ...filter, limit: 1 })
    await recordExport(context, 'activity', rows)
    // What is recorded while the file is on its way, this download included, is not in it.
    const pages = eventsNewestFirst(reads, filter, (newest[0]?.sequence ?? 0) + 1)
    const filename = `${context.org.row.slug}-activity-shown-${stamp(context)}.csv`
    return { filename, contentType: CSV, body: textStream(eventCsv(pages, context.org.row.slug, null)) }
  },
})

async function* eventsNewestFirst(
  db: Db,
  filter: Omit<AuditFilter, 'limit'>,
  end: number,
): AsyncGenerator<AuditEventRow[]> {
  for (let before = end; ; ) {
    const rows = await listEvents(db, { ...filter, before, limit: PAGE_EVENTS })
    if (rows.length > 0) yield rows
    if (rows.length < PAGE_EVENTS) return
    before = (rows.at(-1) as AuditEventRow).sequence
  }
}

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
