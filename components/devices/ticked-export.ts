/** Ticked rows as one CSV file, whichever text they were found by. */
import { devicesExportHref } from '@/lib/client/device-queries'
import { errorDetail } from '@/lib/client/error-detail'
import { saveText } from '@/lib/client/save-text'
import { showToast } from '@/lib/client/toasts'
import { AppError } from '@/lib/domain/errors'
import { formatValue } from '@/lib/domain/selector/format'

/** As it stands in an address: well below what servers and proxies take, and below the limit of a selector. */
const ENCODED_CHARS_MAX = 4_000

/** The ids as selector texts, each short enough for one call. */
export function selectorsOf(ids: Iterable<string>): string[] {
  const texts: string[] = []
  let values: string[] = []
  let chars = 0
  for (const id of ids) {
    const value = formatValue(id)
    const length = encodeURIComponent(`${value},`).length
    if (values.length > 0 && chars + length > ENCODED_CHARS_MAX) {
      texts.push(`id:${values.join(',')}`)
      values = []
      chars = 0
    }
    values.push(value)
    chars += length
  }
  return values.length > 0 ? [...texts, `id:${values.join(',')}`] : texts
}

/** CSV files with the same header line as one. */
export function joinCsv(files: readonly string[]): string {
  return files.map((file, index) => (index === 0 ? file : file.slice(file.indexOf('\n') + 1))).join('')
}

/** Fetches part by part, because one address holds only so many ids, and saves the whole; a failure saves nothing. */
export async function exportTicked(org: string, ids: Iterable<string>): Promise<void> {
  try {
    const files: string[] = []
    for (const q of selectorsOf(ids)) {
      const response = await fetch(devicesExportHref(org, q, 'csv'), { cache: 'no-store' })
      if (!response.ok) throw new AppError('unavailable', `The console answered HTTP ${response.status}.`)
      files.push(await response.text())
    }
    saveText(`${org}-devices-selected.csv`, 'text/csv;charset=utf-8', joinCsv(files))
  } catch (error) {
    showToast({ tone: 'off', title: 'Export: nothing was saved', detail: errorDetail(error), lastsMs: null })
  }
}
