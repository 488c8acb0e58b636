/** The candidate that is at most two edits away from `text` (one for words under five letters), or null. */
export function nearest(text: string, candidates: readonly string[]): string | null {
  if (text.length > 32) return null
  const scored = candidates.map((candidate) => ({ candidate, edits: editDistance(text, candidate) }))
  const best = scored.sort((a, b) => a.edits - b.edits)[0]
  return best && best.edits <= (text.length < 5 ? 1 : 2) ? best.candidate : null
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
