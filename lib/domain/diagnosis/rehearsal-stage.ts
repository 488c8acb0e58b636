/** How far a rehearsal is, from what was read of its device. */
import { runningWindowMs } from '../device'
import type { DeviceRow } from '../wire/devices'

/**
 * - `sent`: not denied yet. - `denied`: it was denied and may still run. - `silent`: denied, and silent for longer than it ever
 * waits, as an agent that ended. - `contradicted`: allowed after the revoke.
 */
export type RehearsalStage = 'sent' | 'denied' | 'silent' | 'contradicted'

/** Silence that short shows nothing, however fast an agent asks. */
const SILENT_MIN_MS = 5_000

/** Where its rhythm is not known. */
const SILENT_UNKNOWN_MS = 30_000

/** @param readMs the authority's clock at the reading that the device is from, epoch ms: what came later was not read. */
export function rehearsalStage(device: DeviceRow, readMs: number): RehearsalStage {
  if (device.stop === 'contradicted') return 'contradicted'
  if (device.stop !== 'confirmed') return 'sent'
  return isSilent(device, readMs) ? 'silent' : 'denied'
}

/** It has not asked for longer than it ever waits. Whether its process ended is not seen. @param readMs as above. */
export function isSilent(device: DeviceRow, readMs: number): boolean {
  const silentMs = readMs - Date.parse(device.lastValidatedAt ?? '')
  const waitMs = device.rhythm ? Math.max(SILENT_MIN_MS, runningWindowMs(device.rhythm.p95Ms)) : SILENT_UNKNOWN_MS
  return silentMs > waitMs
}

/**
 * From the stop (`since`, ISO 8601; a revoke unless given) to the last denial, both by the authority's clock, in ms; null where it does not report them. An agent that
 * ends at its first denial has no later one.
 */
export function deniedAfterMs(
  { revokedAt, lastDecision, lastValidatedAt }: DeviceRow,
  since: string | null | undefined = revokedAt,
): number | null {
  const at = lastDecision?.at ?? lastValidatedAt
  if (!at || !since || lastDecision?.allowed) return null
  return Math.max(0, Date.parse(at) - Date.parse(since))
}
