/** The items of an operation as a CSV file, read from the store a page at a time. */

import { countItems, findItems } from '@/lib/store/operation-progress'
import type { OperationItemRow } from '@/lib/store/rows/schema'
import { viewItem } from '@/lib/views/view-operation'
import { toCsv } from '../downloads/csv'
import { partColumns } from '../downloads/device-files'
import type { Download } from '../downloads/download'
import { CSV, recordExport } from '../downloads/download'
import { textStream } from '../downloads/text-stream'
import { requireOperation } from '../require-operation'
import { service } from '../service'
import { ItemFilter } from './find-items'

const PAGE_ITEMS = 500

const COLUMNS = ['deviceId', 'outcome', 'code', 'message', 'requestId', 'before', 'updatedAt'] as const

/** @param parts names of the org's id pattern. */
export async function* itemCsv(
  readPage: (offset: number, limit: number) => Promise<OperationItemRow[]>,
  parts: readonly string[],
): AsyncGenerator<string> {
  const [id, ...facts] = COLUMNS
  const ofParts = partColumns(parts, COLUMNS)
  const columns: string[] = [id, ...ofParts.names, ...facts]
  const toRow = (row: OperationItemRow): Record<string, unknown> => ({
    ...viewItem(row),
    ...ofParts.values(row.device_id),
  })
  yield toCsv(columns, [])
  for (let offset = 0; ; offset += PAGE_ITEMS) {
    const page = await readPage(offset, PAGE_ITEMS)
    if (page.length > 0) yield toCsv(columns, page.map(toRow), { header: false })
    if (page.length < PAGE_ITEMS) return
  }
}

/** All devices of an operation, or those of one outcome, or whose id contains a text. */
export const exportOperationItems = service({
  permission: 'see',
  input: ItemFilter,
  async run(context, { operation, ...filter }): Promise<Download> {
    const { reads } = context.deps.store
    const row = await requireOperation(context, operation)
    await recordExport(context, 'operation', await countItems(reads, row.id, filter))
    return {
      filename: `${context.org.row.slug}-${row.kind}-${row.id}${filter.outcome ? `-${filter.outcome}` : ''}.csv`,
      contentType: CSV,
      body: textStream(
        itemCsv((offset, limit) => findItems(reads, row.id, filter, { offset, limit }), context.org.parts),
      ),
    }
  },
})
