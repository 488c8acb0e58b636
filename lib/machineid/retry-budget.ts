const EARNED_PER_CALL = 0.2
const SAVED_MAX = 5

/** Keeps repeats to a fifth of all calls over time, so that they do not overload an authority that already fails. */
export function createRetryBudget() {
  let saved = SAVED_MAX
  return {
    earn() {
      saved = Math.min(SAVED_MAX, saved + EARNED_PER_CALL)
    },
    /** True when one more try may be made now. */
    spend(): boolean {
      if (saved < 1) return false
      saved--
      return true
    },
  }
}
