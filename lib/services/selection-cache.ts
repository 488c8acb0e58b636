/** The selections that were reviewed last: a confirm follows its review within moments, also where the store is away by then. */
import type { SelectionRow } from '@/lib/store/rows/schema'

const KEPT_MAX = 4

type Kept = { selection: SelectionRow; deviceIds: string[] }

export type SelectionCache = {
  /** A selection never changes, so what is kept stays true. */
  keep: (selection: SelectionRow, deviceIds: string[]) => void
  find: (selectionId: string) => Kept | undefined
}

export function createSelectionCache(): SelectionCache {
  const kept = new Map<string, Kept>()
  return {
    keep(selection, deviceIds) {
      kept.set(selection.id, { selection, deviceIds })
      if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value as string)
    },
    find: (selectionId) => kept.get(selectionId),
  }
}
