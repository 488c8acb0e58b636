import { devices, number } from '@/components/words/operation-words'
import type { CreateSelection } from '@/lib/domain/command'
import { SELECTION_IDS_MAX } from '@/lib/domain/limits'
import { trimSelector } from '@/lib/domain/selector/edit'
import { formatValue } from '@/lib/domain/selector/format-value'

/**
 * What is selected, keyed by id and never by position, so that no poll can change it: rows one by one (or all that are
 * loaded), or everything that matches a text, less what was unticked.
 */
export type DeviceSelection =
  | { mode: 'rows'; ids: ReadonlySet<string> }
  | { mode: 'matching'; q: string; except: ReadonlySet<string> }

export const NOTHING: DeviceSelection = { mode: 'rows', ids: new Set() }

export function isSelected(selection: DeviceSelection, id: string): boolean {
  return selection.mode === 'rows' ? selection.ids.has(id) : !selection.except.has(id)
}

/** Ticks or unticks ids; a shift-click gives several. */
export function withIds(selection: DeviceSelection, ids: readonly string[], ticked: boolean): DeviceSelection {
  const matching = selection.mode === 'matching'
  const next = new Set(matching ? selection.except : selection.ids)
  for (const id of ids) {
    if (ticked === matching) next.delete(id)
    else if (matching || next.size < SELECTION_IDS_MAX) next.add(id)
  }
  return matching ? { ...selection, except: next } : { mode: 'rows', ids: next }
}

/** How many devices; `total` is how many match the text of the view. */
export function selectedCount(selection: DeviceSelection, total: number): number {
  return selection.mode === 'rows' ? selection.ids.size : Math.max(0, total - selection.except.size)
}

/** The selection in words: rows that were ticked, all that match, or the whole fleet. The review says it with the same words. */
export function selectionWords(selection: DeviceSelection, total: number): string {
  if (selection.mode === 'rows') return `${number(selection.ids.size)} ticked`
  const { q, except } = selection
  const all = q.trim() === '' ? `the whole fleet, ${devices(total)}` : `all ${number(total)} matching`
  return except.size > 0 ? `${all} but ${number(except.size)}` : all
}

/** What an operation is aimed at. Unticked rows of "all matching" become a term of the selector. */
export function selectionTarget(selection: DeviceSelection): CreateSelection {
  if (selection.mode === 'rows') return { ids: [...selection.ids] }
  const except = [...selection.except].map(formatValue).join(',')
  return { selector: except ? trimSelector(`${selection.q} -id:${except}`) : selection.q }
}
