import { foldCase } from './fold-case'

/** A device id with its folded form at hand, for sorting many. */
export type SortableId = { id: string; folded: string }

export const sortableId = (id: string): SortableId => ({ id, folded: foldCase(id) })

/** The order of every device list: by folded id in code units, then by the id itself. */
export function compareIds(a: SortableId, b: SortableId): number {
  if (a.folded !== b.folded) return a.folded < b.folded ? -1 : 1
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}
