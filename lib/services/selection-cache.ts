/** Ids of the selections that were reviewed last: a confirm follows its review within moments. */

const KEPT_MAX = 4

export type SelectionCache = {
  /** A selection never changes, so what is kept stays true. */
  keep: (selectionId: string, deviceIds: string[]) => void
  find: (selectionId: string) => string[] | undefined
}

export function createSelectionCache(): SelectionCache {
  const kept = new Map<string, string[]>()
  return {
    keep(selectionId, deviceIds) {
      kept.set(selectionId, deviceIds)
      if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value as string)
    },
    find: (selectionId) => kept.get(selectionId),
  }
}
