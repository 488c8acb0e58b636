const ADDRESSES_MAX = 10_000

/**
 * Counts wrong keys by address: more than `wrongMax` within a window of `windowMs` are answered 429. It is called only
 * after a key was found wrong, so that a right key is never throttled, even if it shares its address with wrong ones.
 */
export class WrongKeyLimiter {
  private readonly windows = new Map<string, { startedAt: number; count: number }>()

  constructor(
    private readonly wrongMax = 100,
    private readonly windowMs = 60_000,
  ) {}

  /** Notes one wrong key. Returns how many seconds the address should wait, or 0 when it may go on. */
  note(address: string, now: number): number {
    let window = this.windows.get(address)
    if (!window || now - window.startedAt >= this.windowMs || now < window.startedAt) {
      this.windows.delete(address)
      if (this.windows.size >= ADDRESSES_MAX) this.forgetOldest()
      window = { startedAt: now, count: 0 }
      this.windows.set(address, window)
    }
    window.count += 1
    if (window.count <= this.wrongMax) return 0
    return Math.max(1, Math.ceil((window.startedAt + this.windowMs - now) / 1000))
  }

  private forgetOldest(): void {
    for (const address of this.windows.keys()) {
      this.windows.delete(address)
      return
    }
  }
}
