/**
 * The decision. It is made in one step from memory that is never ahead of the disk, at the moment the request is complete:
 * a stop that was acknowledged before a validate began is always seen. Whatever goes wrong here ends as a denial.
 */
import type { Core } from '../core/core'
import { useDeviceKey } from '../core/device-key-changes'
import type { Call, Reply } from '../http/call'
import { readDeviceId } from '../http/read-device-id'
import type { AccessKey, DeviceAccessKey } from '../keys/key-ring'
import * as codes from '../state/codes'
import type { Org } from '../state/org'
import { StateError } from '../state/state-error'

const REASONS: Record<(typeof codes.CODES)[number], string> = {
  '': '',
  ALLOW: 'The device is active.',
  DEVICE_REVOKED: 'The device was revoked.',
  ORG_DISABLED: 'Execution is disabled for the whole org.',
  PLAN_NOT_ACTIVE: 'The plan of the org is not active.',
  DEVICE_NOT_REGISTERED: 'The device is not registered.',
  DEVICE_KEY_REQUIRED: 'This id is validated with its own device key alone.',
}

/** The part of a reply that depends on the code alone, up to the request id. */
const HEADS = codes.CODES.map((code, index) => {
  const allowed = index === codes.ALLOW
  const head = { allowed, code, status: allowed ? 'ok' : 'denied', reason: REASONS[code], handler: 'devices/validate' }
  return `${JSON.stringify(head).slice(0, -1)},"request_id":"`
})

/**
 * Whether a key may ask for a device. A call with any other key is denied and leaves no evidence: what is said of a device must come
 * from it. `row`: of the device, negative for one that is not registered.
 */
function mayAsk(core: Core, org: Org, row: number, key: AccessKey): boolean {
  if (key.device !== null) return row >= 0 && org.devices.serial(row) === key.device.serial
  if (key.agentKey?.use === 'enrolment' || org.keyPolicy === 'per-device') return false
  return org.keyPolicy === 'shared' || row < 0 || core.keys.ofDevice(org.devices.serial(row)).length === 0
}

function decide(org: Org, row: number, mayAsk: boolean): number {
  if (org.disabled) return codes.ORG_DISABLED
  if (!mayAsk) return codes.DEVICE_KEY_REQUIRED
  if (row < 0) return codes.DEVICE_NOT_REGISTERED
  if (org.devices.isRevoked(row)) return codes.DEVICE_REVOKED
  if (org.planState !== 'active') return codes.PLAN_NOT_ACTIVE
  return codes.ALLOW
}

/** The first use of a device key is on disk before its answer: another key of the device ends with it. */
async function decideAfterFirstUse(core: Core, call: Call, row: number, key: DeviceAccessKey): Promise<Reply> {
  await core.committer.run((tx) => useDeviceKey(core, tx, call.org, row, key, call.now))
  if (key.dead) throw new StateError({ code: 'key-ended' })
  return validate(core, call)
}

export function validate(core: Core, call: Call): Reply | Promise<Reply> {
  const { org, body, requestId, now, key } = call
  const sent = body.deviceId
  // An id that is on file is a legal one; only others need to be looked at closely.
  const listed = typeof sent === 'string' ? org.devices.find(sent) : -1
  const deviceId = listed >= 0 ? (sent as string) : readDeviceId(body)
  const row = listed >= 0 ? listed : org.devices.find(deviceId)
  const own = mayAsk(core, org, row, key)
  if (own && key.device?.firstUsedAt === null) return decideAfterFirstUse(core, call, row, key as DeviceAccessKey)
  const code = decide(org, row, own)
  const revision = org.nextRevision()
  if (row >= 0 && own) {
    core.evidence.record(org.devices.serial(row), org.devices.slot(row), now, code, revision, key.tag)
    org.chain.touch(row, revision)
  }
  if (!own) core.refusedKeys.note(org.id, row >= 0 ? deviceId : null)
  if (code === codes.ALLOW) org.allowed += 1
  else org.denied += 1
  core.metrics.decisions[code]! += 1
  core.decisions.note(key, requestId, deviceId, code, now)
  return { status: 200, body: `${HEADS[code] as string}${requestId}","revision":${revision}}`, isDecision: true }
}
