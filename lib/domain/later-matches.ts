/** What a selector picks now, against what was frozen when it was reviewed. */
export type LaterMatches = {
  /** Match now, and are not among the frozen ones. */
  more: number
  /** The first of them, at most 20. */
  moreIds: string[]
  /** Frozen, and no longer match. */
  gone: number
}
