/** When the devices of a stop will probably have validated again, from each one's own rhythm. A guess, and shown as one. */
import type { Device, Rhythm } from './device'

/** Milliseconds from now; null where it is not reached by the devices whose rhythm is known. */
export type Forecast = {
  devices: number
  halfMs: number | null
  ninetyMs: number | null
  allMs: number | null
  /** Devices without a known rhythm, or silent for longer than theirs: when they validate is unknown. */
  unknown: number
}

/** Silent for longer than this many times its p95, a device is no longer expected by its rhythm. */
const SILENT_AFTER_P95 = 3

/** Until the device has validated again in 95 of 100 cases; null if its rhythm does not show it. `nowMs`: authority's clock. */
export function nextAskMs({ rhythm, lastValidatedAt }: Device, nowMs: number): number | null {
  if (!rhythm || lastValidatedAt == null) return null
  return untilAskedMs(lastValidatedAt, rhythm.p95Ms, nowMs)
}

/** The same from the last validate and the usual spacing themselves. */
export function untilAskedMs(lastValidatedAt: number, p95Ms: number, nowMs: number): number | null {
  const silentMs = Math.max(0, nowMs - lastValidatedAt)
  if (silentMs > SILENT_AFTER_P95 * p95Ms) return null
  return Math.max(0, p95Ms - silentMs)
}

export function forecast(devices: Iterable<Device>, nowMs: number): Forecast {
  return forecastOf(Float64Array.from(devices, (device) => nextAskMs(device, nowMs) ?? Number.NaN))
}

/** From the `nextAskMs` of each device, NaN for null; sorts what it is given. */
export function forecastOf(askMs: Float64Array): Forecast {
  // A typed array sorts NaN to its end.
  askMs.sort()
  const total = askMs.length
  let known = total
  while (known > 0 && Number.isNaN(askMs[known - 1])) known--
  /** The moment by which that share of all devices, not only of the known ones, has validated. */
  const at = (share: number): number | null => {
    const index = Math.ceil(total * share) - 1
    return index < known ? (askMs[index] ?? null) : null
  }
  return { devices: total, halfMs: at(0.5), ninetyMs: at(0.9), allMs: at(1), unknown: total - known }
}

/** A span for a sentence: `3 s`, `4 min`, `2 h`. */
export function spanWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3_600)} h`
}

/** The forecast as one sentence; null if there is none. */
export function forecastSentence({ devices, halfMs, ninetyMs, allMs, unknown }: Forecast): string | null {
  if (devices === 0 || (halfMs === null && unknown === devices)) return null
  // A share within the same time as a larger one adds nothing.
  const shares = [
    { share: 'half', ms: halfMs },
    { share: '90 %', ms: ninetyMs },
    { share: 'all', ms: allMs },
  ].flatMap(({ share, ms }) => (ms === null ? [] : [{ share, span: spanWords(ms) }]))
  const parts = shares.flatMap(({ share, span }, index) =>
    shares[index + 1]?.span === span ? [] : [`${share} within ${span}`],
  )
  const rest =
    unknown === 0
      ? ''
      : ` ${unknown === 1 ? 'One asks' : `${unknown.toLocaleString('en')} ask`} at times that are not known.`
  return `Will probably have asked: ${parts.join(', ') || 'fewer than half at a known time'}.${rest}`
}

/** Above its usual spacing by this much no device that only wavers comes. */
const WAVERS = 1.25

/** Quiet for longer than its rhythm explains. Where no rhythm is known nothing can be said. */
export const isLate = (rhythm: Rhythm | null | undefined, quietMs: number | null): boolean =>
  rhythm != null && quietMs !== null && quietMs > Math.max(rhythm.p95Ms, WAVERS * rhythm.medianMs)
