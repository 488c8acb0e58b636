/** Ticked rows as one CSV file, whichever text they were found by. */
import { pickedDevicesCsv } from '@/lib/client/api/device-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { saveFile } from '@/lib/client/browser/save-file'
import { showToast } from '@/lib/client/state/toasts'
import type { DeviceSort } from '@/lib/domain/wire/devices'

/** In the order of the list. A failure saves nothing. */
export async function exportSelected(org: string, ids: Iterable<string>, sort: DeviceSort): Promise<void> {
  try {
    saveFile(`${org}-devices-selected.csv`, await pickedDevicesCsv(org, [...ids], sort))
  } catch (error) {
    showToast({ tone: 'off', title: 'Export: nothing was saved', detail: errorDetail(error), lastsMs: null })
  }
}
