/** What is said of entries of a list that have no id by which they could be shown, stopped or counted; null for none. */
export function unusableSentence(count: number): string | null {
  if (count === 0) return null
  if (count === 1)
    return '1 entry of this authority’s list has no usable id. It is in no count, no act reaches it by its id, and whether it is stopped is not known.'
  return `${count.toLocaleString('en')} entries of this authority’s list have no usable id. They are in no count, no act reaches them by their ids, and whether they are stopped is not known.`
}
