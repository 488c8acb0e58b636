/** How far a rehearsal is, from what was read of its device. */
import { runningWindowMs } from '../device'
import type { DeviceRow } from '../wire/devices'

/**
 * - `sent`: not denied yet. - `denied`: it was denied and may still run. - `ended`: denied, and silent for longer than it
 * ever is: as far as can be seen it has ended. - `contradicted`: allowed after the revoke.
 */
export type RehearsalStage = 'sent' | 'denied' | 'ended' | 'contradicted'

/** Silence that short shows nothing, however fast an agent asks. */
const SILENT_MIN_MS = 5_000

/** Once its rhythm is not known, so much silence after a denial is taken for an end. */
const SILENT_UNKNOWN_MS = 30_000

/** @param nowMs the authority's clock, epoch ms. */
export function rehearsalStage(device: DeviceRow, nowMs: number): RehearsalStage {
  if (device.stop === 'contradicted') return 'contradicted'
  if (device.stop !== 'confirmed') return 'sent'
  const silentMs = nowMs - Date.parse(device.lastValidatedAt ?? '')
  const endedMs = device.rhythm ? Math.max(SILENT_MIN_MS, runningWindowMs(device.rhythm.p95Ms)) : SILENT_UNKNOWN_MS
  return silentMs > endedMs ? 'ended' : 'denied'
}

/**
 * From the revoke to the last denial, both by the authority's clock, in ms; null where it does not report them. An agent that
 * ends at its first denial has no later one.
 */
export function deniedAfterMs({ revokedAt, lastDecision, lastValidatedAt }: DeviceRow): number | null {
  const at = lastDecision?.at ?? lastValidatedAt
  if (!at || !revokedAt || lastDecision?.allowed) return null
  return Math.max(0, Date.parse(at) - Date.parse(revokedAt))
}
