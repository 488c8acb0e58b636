import type { Deps } from '../context'

/** Selections whose ids are kept in memory: whoever confirms has reviewed a moment ago. */
const KEPT_MAX = 4

const kept = new WeakMap<Deps, Map<string, string[]>>()

/** A selection never changes, so what is kept stays true. */
export function keepIds(deps: Deps, selectionId: string, deviceIds: string[]): void {
  const selections = kept.get(deps) ?? new Map<string, string[]>()
  kept.set(deps, selections)
  selections.set(selectionId, deviceIds)
  if (selections.size > KEPT_MAX) selections.delete(selections.keys().next().value as string)
}

export const keptIds = (deps: Deps, selectionId: string): string[] | undefined => kept.get(deps)?.get(selectionId)
