import type { Core } from '../core/core'
import { isoTime } from '../http/iso-time'
import { ALLOW, CODES } from '../state/codes'
import type { Device } from '../state/device-table'

const time = (ms: number | null) => (ms === null ? 'null' : `"${isoTime(ms)}"`)

/** One device as `devices/list` reports it, as JSON text: a long list is written piece by piece, never held whole. */
export function deviceEntry(core: Core, device: Device): string {
  const asked = core.evidence.read(device.serial, device.slot)
  const revoked = device.revokedAt !== null
  const at = time(asked?.at ?? null)
  const decision = asked
    ? `{"allowed":${asked.code === ALLOW},"code":"${CODES[asked.code] ?? ''}","at":${at},"revision":${asked.revision}}`
    : 'null'
  const rhythm = asked?.rhythm
    ? `{"medianMs":${asked.rhythm.medianMs},"p95Ms":${asked.rhythm.p95Ms},"n":${asked.rhythm.n}}`
    : 'null'
  return (
    `{"deviceId":${JSON.stringify(device.deviceId)},"status":"${revoked ? 'revoked' : 'active'}","revoked":${revoked},` +
    `"createdAt":${time(device.createdAt)},"revokedAt":${time(device.revokedAt)},"revokedRevision":${device.revokedRevision},` +
    `"lastValidatedAt":${at},"lastDecision":${decision},` +
    `"validations":{"allowed":${asked?.allowed ?? 0},"denied":${asked?.denied ?? 0}},"rhythm":${rhythm}}`
  )
}
