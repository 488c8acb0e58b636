import { growing, grown } from '@/lib/domain/growing-array'

/**
 * The rows of an org's devices in order of their last change: moving one to the end and reading what changed since are O(1)
 * and O(changed).
 */
export class ChangeChain {
  /** By row, plus 1; 0 where there is none. A row that is not in the chain has neither. */
  private newer = growing(Uint32Array)
  private older = growing(Uint32Array)
  private revisions = growing(Float64Array)
  /** The row changed last, plus 1. */
  private newest = 0

  /** Marks a row as the last one changed, at this revision. */
  touch(row: number, revision: number): void {
    this.newer = grown(this.newer, row + 1)
    this.older = grown(this.older, row + 1)
    this.revisions = grown(this.revisions, row + 1)
    this.revisions[row] = revision
    if (this.newest === row + 1) return
    this.drop(row)
    this.older[row] = this.newest
    if (this.newest > 0) this.newer[this.newest - 1] = row + 1
    this.newest = row + 1
  }

  drop(row: number): void {
    const [newer, older] = [this.newer[row] as number, this.older[row] as number]
    if (newer > 0) this.older[newer - 1] = older
    if (older > 0) this.newer[older - 1] = newer
    if (this.newest === row + 1) this.newest = older
    this.newer[row] = 0
    this.older[row] = 0
  }

  /** Rows that changed after a revision, oldest change first. */
  since(revision: number): number[] {
    const changed: number[] = []
    for (
      let at = this.newest;
      at > 0 && (this.revisions[at - 1] as number) > revision;
      at = this.older[at - 1] as number
    )
      changed.push(at - 1)
    return changed.reverse()
  }
}
