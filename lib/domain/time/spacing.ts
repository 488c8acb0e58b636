const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A rhythm, where tenths matter: `0.4 s`, `2 s`, `2.5 s`, `15 min`. */
export function formatSpacing(ms: number): string {
  if (ms < 10 * SECOND) return `${Number((ms / SECOND).toFixed(1))} s`
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`
  if (ms < HOUR) return `${Number((ms / MINUTE).toFixed(ms < 10 * MINUTE ? 1 : 0))} min`
  return `${Number((ms / HOUR).toFixed(1))} h`
}
