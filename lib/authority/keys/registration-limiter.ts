import type { AccessKey } from './key-ring'

const KEYS_MAX = 10_000

/**
 * Counts new devices by the key that registers them: more than `max` within a window are refused, so that a key that leaked cannot
 * fill the cap at once. Devices that are known are not counted: a fleet that starts anew is let in at any pace.
 */
export class RegistrationLimiter {
  private readonly windows = new Map<string, { startedAt: number; count: number }>()

  constructor(
    private readonly max: number,
    private readonly windowMs = 60_000,
  ) {}

  /** Notes one new device. Returns how many seconds the key should wait, or 0 when it may register it. */
  note({ hash }: AccessKey, now: number): number {
    let window = this.windows.get(hash)
    if (!window || now - window.startedAt >= this.windowMs || now < window.startedAt) {
      if (this.windows.size >= KEYS_MAX) this.windows.clear()
      window = { startedAt: now, count: 0 }
      this.windows.set(hash, window)
    }
    if (window.count >= this.max) return Math.max(1, Math.ceil((window.startedAt + this.windowMs - now) / 1000))
    window.count += 1
    return 0
  }
}
