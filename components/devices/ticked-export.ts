/** Ticked rows as one CSV file, whichever text they were found by. */
import { pickedDevicesCsv } from '@/lib/client/device-queries'
import { errorDetail } from '@/lib/client/error-detail'
import { saveText } from '@/lib/client/save-text'
import { showToast } from '@/lib/client/toasts'

/** A failure saves nothing. */
export async function exportTicked(org: string, ids: Iterable<string>): Promise<void> {
  try {
    saveText(`${org}-devices-selected.csv`, 'text/csv;charset=utf-8', await pickedDevicesCsv(org, [...ids]))
  } catch (error) {
    showToast({ tone: 'off', title: 'Export: nothing was saved', detail: errorDetail(error), lastsMs: null })
  }
}
