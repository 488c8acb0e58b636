import { growing, grown } from '@/lib/domain/compact/growing-array'

/** Where a row's links lie. */
const [NEWER, OLDER, REVISION] = [0, 1, 2]
const WIDTH = 3

/**
 * The rows of an org's devices in order of their last change: moving one to the end and reading what changed since are O(1)
 * and O(changed).
 */
export class ChangeChain {
  /**
   * Of each row, side by side: the one changed next after it and the one before it, plus 1 (0 where there is none; a row that is
   * not in the chain has neither), and the revision of its change.
   */
  private links = growing(Float64Array)
  /** The row changed last, plus 1. */
  private newest = 0

  /** Marks a row as the last one changed, at this revision. */
  touch(row: number, revision: number): void {
    const at = row * WIDTH
    this.links = grown(this.links, at + WIDTH)
    const { links } = this
    links[at + REVISION] = revision
    if (this.newest === row + 1) return
    this.drop(row)
    links[at + OLDER] = this.newest
    if (this.newest > 0) links[(this.newest - 1) * WIDTH + NEWER] = row + 1
    this.newest = row + 1
  }

  drop(row: number): void {
    const { links } = this
    const at = row * WIDTH
    const [newer, older] = [links[at + NEWER] as number, links[at + OLDER] as number]
    if (newer > 0) links[(newer - 1) * WIDTH + OLDER] = older
    if (older > 0) links[(older - 1) * WIDTH + NEWER] = newer
    if (this.newest === row + 1) this.newest = older
    links[at + NEWER] = 0
    links[at + OLDER] = 0
  }

  /** Rows that changed after a revision, oldest change first. */
  since(revision: number): number[] {
    const changed: number[] = []
    const { links } = this
    for (
      let at = this.newest;
      at > 0 && (links[(at - 1) * WIDTH + REVISION] as number) > revision;
      at = links[(at - 1) * WIDTH + OLDER] as number
    )
      changed.push(at - 1)
    return changed.reverse()
  }
}
