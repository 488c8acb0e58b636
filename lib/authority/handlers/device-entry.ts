import type { Core } from '../core/core'
import { isReleased } from '../core/device-key-changes'
import { isoTime } from '../http/iso-time'
import { ALLOW, CODES } from '../state/codes'
import type { Device } from '../state/device-table'
import type { Org } from '../state/org'

const time = (ms: number | null) => (ms === null ? 'null' : `"${isoTime(ms)}"`)

/** `,"key":…` for an org with device keys; nothing for one whose agents share a key. */
function keyPart(core: Core, org: Org, serial: number): string {
  if (org.keyPolicy === 'shared') return ''
  const keys = core.keys.ofDevice(serial)
  const [key] = keys
  if (!key) return ',"key":null'
  const { createdAt, firstUsedAt } = keys.find(({ device }) => device.firstUsedAt !== null)?.device ?? key.device
  const release = isReleased(org, serial, core.now()) ? (org.keyReleases.get(serial) as number) : null
  return `,"key":{"issuedAt":${time(createdAt)},"firstUsedAt":${time(firstUsedAt)},"renewing":${keys.length > 1},"releasedUntil":${time(release)}}`
}

/** One device as `devices/list` reports it, as JSON text: a long list is written piece by piece, never held whole. */
export function deviceEntry(core: Core, org: Org, device: Device): string {
  const asked = core.evidence.read(device.serial, device.slot)
  const revoked = device.revokedAt !== null
  const at = time(asked?.at ?? null)
  const decision = asked
    ? `{"allowed":${asked.code === ALLOW},"code":"${CODES[asked.code] ?? ''}","at":${at},"revision":${asked.revision}${asked.isProven ? ',"source":"proven"' : ''}}`
    : 'null'
  const rhythm = asked?.rhythm
    ? `{"medianMs":${asked.rhythm.medianMs},"p95Ms":${asked.rhythm.p95Ms},"n":${asked.rhythm.n}}`
    : 'null'
  return (
    `{"deviceId":${JSON.stringify(device.deviceId)},"status":"${revoked ? 'revoked' : 'active'}","revoked":${revoked},` +
    `"createdAt":${time(device.createdAt)},"revokedAt":${time(device.revokedAt)},"revokedRevision":${device.revokedRevision},` +
    `"lastValidatedAt":${at},"lastDecision":${decision},` +
    `"validations":{"allowed":${asked?.allowed ?? 0},"denied":${asked?.denied ?? 0}},"rhythm":${rhythm}${keyPart(core, org, device.serial)}}`
  )
}
