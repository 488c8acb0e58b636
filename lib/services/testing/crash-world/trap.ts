/** Where a life ends by its own `kill -9`: at the nth time that it passes a place, once the trap is armed. */
export type Trap = {
  arm: () => void
  pass: (place: string) => void
  /** Armed, and nothing acknowledged since. */
  isWaiting: () => boolean
}

/** A reading counts as the read-back only after answers were written. */
const READS = new Set(['read', 'was read'])

export function createTrap(at: { place: string; nth?: number } | undefined): Trap {
  let isArmed = false
  let hasAnswers = false
  let isTold = false
  let left = at?.nth ?? 1
  return {
    arm() {
      isArmed = true
    },
    isWaiting: () => isArmed && !isTold,
    pass(place) {
      if (place === 'acknowledged') isTold = true
      if (!isArmed || !at) return
      if (place === 'committed answers') hasAnswers = true
      const passed = READS.has(place) && hasAnswers ? `${place} back` : place
      if (passed !== at.place) return
      left -= 1
      if (left === 0) process.kill(process.pid, 'SIGKILL')
    },
  }
}
