/** The items of an operation as a CSV file, read from the store a page at a time. */
import type { OperationItemRow } from '@/lib/store/schema'
import { viewItem } from '../operations/view-operation'
import { toCsv } from './csv'
import { partColumns } from './device-files'

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
