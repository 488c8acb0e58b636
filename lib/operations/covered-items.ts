import { listItems } from '@/lib/store/operation-items'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'

/** Devices that a stop has as items, kept between readings: there may be tens of thousands. */
export type CoveredItems = {
  /** @param reads the store, for a stop that has grown since. */
  of: (reads: Db, stop: Pick<OperationRow, 'id' | 'total'>) => Promise<ReadonlySet<string>>
}

export function createCoveredItems(): CoveredItems {
  const kept = new Map<string, { total: number; ids: ReadonlySet<string> }>()
  return {
    async of(reads, { id, total }) {
      const known = kept.get(id)
      if (known?.total === total) return known.ids
      const ids = new Set((await listItems(reads, id)).map((item) => item.device_id))
      kept.set(id, { total, ids })
      return ids
    },
  }
}
