/** The items of an operation as a CSV file, read from the store a page at a time. */
import type { OperationItemRow } from '@/lib/store/schema'
import { viewItem } from '../operations/view-operation'
import { toCsv } from './csv'

const PAGE_ITEMS = 500

const COLUMNS = ['deviceId', 'outcome', 'code', 'message', 'requestId', 'before', 'updatedAt'] as const

export async function* itemCsv(
  readPage: (offset: number, limit: number) => Promise<OperationItemRow[]>,
): AsyncGenerator<string> {
  yield toCsv(COLUMNS, [])
  for (let offset = 0; ; offset += PAGE_ITEMS) {
    const page = await readPage(offset, PAGE_ITEMS)
    if (page.length > 0) yield toCsv(COLUMNS, page.map(viewItem), { header: false })
    if (page.length < PAGE_ITEMS) return
  }
}
