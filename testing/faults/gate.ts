/** For tests: what comes is held until the test opens the gate, and the test waits until it has come. Never used by the product. */

export type Gate = {
  /** Says that one has come; resolves once the gate lets it through. */
  pass: () => Promise<void>
  /** How many have come so far, held or let through. */
  count: () => number
  /** Resolves once that many have come since the gate was made. */
  came: (count?: number) => Promise<void>
  /** Lets through what waits, and everything that comes later. */
  open: () => void
}

/** @param free the first so many are let through at once; Infinity: a gate that only counts. */
export function createGate(free = 0): Gate {
  let come = 0
  let isOpen = false
  const held: (() => void)[] = []
  const watched: { count: number; tell: () => void }[] = []
  return {
    pass() {
      come += 1
      for (const { count, tell } of watched) if (come >= count) tell()
      if (isOpen || come <= free) return Promise.resolve()
      return new Promise((resolve) => held.push(resolve))
    },
    count: () => come,
    came: (count = 1) =>
      new Promise((resolve) => {
        if (come >= count) resolve()
        else watched.push({ count, tell: resolve })
      }),
    open() {
      isOpen = true
      for (const letThrough of held.splice(0)) letThrough()
    },
  }
}
