/** Slices in a row without any clear answer after which nothing more is sent. */
const SILENT_SLICES_MAX = 3

export type Breaker = { isOpen: () => boolean; note: (wasAnswered: boolean) => void }

/** Counts slices that got no clear answer at all; one that did closes it again. */
export function createBreaker(): Breaker {
  let silent = 0
  return {
    isOpen: () => silent >= SILENT_SLICES_MAX,
    note(wasAnswered) {
      silent = wasAnswered ? 0 : silent + 1
    },
  }
}

/** For stops: they are sent whatever happens. */
export const NO_BREAKER: Breaker = { isOpen: () => false, note: () => {} }
