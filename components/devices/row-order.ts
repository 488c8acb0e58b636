import type { DeviceRow } from '@/lib/domain/wire/devices'

/**
 * New facts in the order already on screen: no row moves under a finger. A row that the new page no longer has keeps its
 * last facts, whose ages go on growing.
 */
export function keepRowOrder(shown: readonly DeviceRow[], fresh: readonly DeviceRow[]): DeviceRow[] {
  const byId = new Map(fresh.map((row) => [row.deviceId, row]))
  const held = shown.map((row) => byId.get(row.deviceId) ?? row)
  if (held.length >= fresh.length) return held
  const known = new Set(shown.map((row) => row.deviceId))
  return [...held, ...fresh.filter((row) => !known.has(row.deviceId))].slice(0, fresh.length)
}

/** True when the order on screen is not the one that was asked for. */
export function isMoved(shown: readonly DeviceRow[], fresh: readonly DeviceRow[]): boolean {
  return shown.length !== fresh.length || shown.some((row, index) => row.deviceId !== fresh[index]?.deviceId)
}
