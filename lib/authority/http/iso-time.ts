const MINUTE_MS = 60_000
const MINUTES_KEPT = 1_024

/** Up to its minute, by minute: the times of a list lie in a few of them, and a whole date costs ten times as much. */
const kept = new Map<number, string>()

function upToMinute(minute: number): string {
  const known = kept.get(minute)
  if (known !== undefined) return known
  const made = new Date(minute * MINUTE_MS).toISOString().slice(0, -7)
  if (kept.size >= MINUTES_KEPT) kept.clear()
  kept.set(minute, made)
  return made
}

/** Epoch ms as `Date.prototype.toISOString` writes it. */
export function isoTime(ms: number): string {
  const whole = Math.trunc(ms)
  const minute = Math.floor(whole / MINUTE_MS)
  const rest = whole - minute * MINUTE_MS + 1_000_000
  const digits = String(rest)
  return `${upToMinute(minute)}${digits.slice(2, 4)}.${digits.slice(4)}Z`
}
