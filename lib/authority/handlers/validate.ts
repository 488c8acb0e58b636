/**
 * The decision. It is made in one step from memory that is never ahead of the disk, at the moment the request is complete:
 * a stop that was acknowledged before a validate began is always seen. Whatever goes wrong here ends as a denial.
 */
import type { Core } from '../core/core'
import type { Call, Reply } from '../http/call'
import { readDeviceId } from '../http/read-device-id'
import * as codes from '../state/codes'
import type { Org } from '../state/org'

const REASONS: Record<(typeof codes.CODES)[number], string> = {
  '': '',
  ALLOW: 'The device is active.',
  DEVICE_REVOKED: 'The device was revoked.',
  ORG_DISABLED: 'Execution is disabled for the whole org.',
  PLAN_NOT_ACTIVE: 'The plan of the org is not active.',
  DEVICE_NOT_REGISTERED: 'The device is not registered.',
}

/** The part of a reply that depends on the code alone, up to the request id. */
const HEADS = codes.CODES.map((code, index) => {
  const allowed = index === codes.ALLOW
  const head = { allowed, code, status: allowed ? 'ok' : 'denied', reason: REASONS[code], handler: 'devices/validate' }
  return `${JSON.stringify(head).slice(0, -1)},"request_id":"`
})

/** `row`: of the device, negative for one that is not registered. */
function decide(org: Org, row: number): number {
  if (org.disabled) return codes.ORG_DISABLED
  if (row < 0) return codes.DEVICE_NOT_REGISTERED
  if (org.devices.isRevoked(row)) return codes.DEVICE_REVOKED
  if (org.planState !== 'active') return codes.PLAN_NOT_ACTIVE
  return codes.ALLOW
}

export function validate(core: Core, { org, body, requestId, now, key }: Call): Reply {
  const sent = body.deviceId
  // An id that is on file is a legal one; only others need to be looked at closely.
  const listed = typeof sent === 'string' ? org.devices.find(sent) : -1
  const deviceId = listed >= 0 ? (sent as string) : readDeviceId(body)
  const row = listed >= 0 ? listed : org.devices.find(deviceId)
  const code = decide(org, row)
  const revision = org.nextRevision()
  if (row >= 0) {
    core.evidence.record(org.devices.serial(row), org.devices.slot(row), now, code, revision)
    org.chain.touch(row, revision)
  }
  if (code === codes.ALLOW) org.allowed += 1
  else org.denied += 1
  core.metrics.decisions[code]! += 1
  core.decisions.note(key, requestId, deviceId, code, now)
  return { status: 200, body: `${HEADS[code] as string}${requestId}","revision":${revision}}`, isDecision: true }
}
