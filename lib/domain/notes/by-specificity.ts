type Covering = { count: number | null; createdAt: number }

/**
 * The order of notes: the note that covers the fewest devices now is the most specific and comes first; of two that cover equally
 * many, the older. Notes that cover none, or whose count is not known, come last.
 */
export const bySpecificity = (a: Covering, b: Covering): number => rank(a) - rank(b) || a.createdAt - b.createdAt

// Finite, as the difference of two infinities is no number.
const rank = ({ count }: Covering): number => count || Number.MAX_SAFE_INTEGER
