/** Where a life ends by its own `kill -9`: at the nth time that it passes a place, once the trap is armed. */
export type KillPoint = {
  arm: () => void
  /** @returns what the place is called: a reading that begins once a call was answered is `read back`. */
  pass: (place: string) => string
  /** Armed, and nothing acknowledged since. */
  isWaiting: () => boolean
}

export function createKillPoint(at: { place: string; nth?: number } | undefined): KillPoint {
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
      if (!isArmed || !at) return place
      if (place.startsWith('answered ')) hasAnswers = true
      // Whether the answers are written by then is left open: the store may be slower than the authority.
      const passed = place === 'read' && hasAnswers ? 'read back' : place
      if (passed === at.place) left -= 1
      if (passed === at.place && left === 0) process.kill(process.pid, 'SIGKILL')
      return passed
    },
  }
}
