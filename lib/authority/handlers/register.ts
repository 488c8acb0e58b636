import type { Core } from '../core/core'
import { addDevice, checkFreeSlot } from '../core/device-changes'
import { type Issue, isReleased, issueDeviceKey } from '../core/device-key-changes'
import type { Tx } from '../disk/group-committer'
import { profileFault } from '../disk/id-profile'
import type { Call, Reply } from '../http/call'
import { field } from '../http/parse-json'
import { readDeviceId } from '../http/read-device-id'
import { invalidRequest, Refusal } from '../http/refusal'
import { REGISTER as handler, stateRefusal } from '../http/state-refusal'
import { makeKey } from '../keys/key-hash'
import type { DeviceAccessKey } from '../keys/key-ring'
import { DECISION_CODES, REGISTER_CODES_FROM } from '../state/codes'
import { StateError } from '../state/state-error'
import { planOf } from './plan'

/** Refusals of the key, not of the device. */
const OF_KEYS: ReadonlySet<string> = new Set(['not-own-device-key', 'enrolment-key-required', 'id-blocked'])

/** Notes why a register was refused: the next validate only denies an unknown device, and the reason is here. */
function noteRefusal(core: Core, { org, key, requestId, now }: Call, deviceId: string, thrown: unknown): void {
  if (thrown instanceof StateError && OF_KEYS.has(thrown.fault.code)) {
    const isKnown = org.devices.has(deviceId) || org.idBlocks.has(deviceId)
    core.refusedKeys.note(org.id, isKnown ? deviceId : null)
  }
  const refusal = thrown instanceof StateError ? stateRefusal(thrown) : thrown
  const code = refusal instanceof Refusal ? DECISION_CODES.indexOf(refusal.error, REGISTER_CODES_FROM) : -1
  if (code >= 0) core.decisions.note(key, requestId, deviceId, code, now)
}

/** The row of a device that this key may register, negative for a new one. @throws StateError where it may not. */
function rowFor(core: Core, { org, key }: Call, deviceId: string): number {
  const row = org.devices.find(deviceId)
  if (key.device !== null && (row < 0 || org.devices.serial(row) !== key.device.serial))
    throw new StateError({ code: 'not-own-device-key', deviceId })
  if (row >= 0 && org.devices.isRevoked(row)) throw new StateError({ code: 'device-revoked', deviceId })
  if (row >= 0) return row
  if (org.idBlocks.has(deviceId)) throw new StateError({ code: 'id-blocked', deviceId })
  if (org.keyPolicy === 'per-device' && key.agentKey?.use === 'agent')
    throw new StateError({ code: 'enrolment-key-required', deviceId })
  const fault = profileFault(core.idProfile, deviceId)
  if (fault !== null) throw invalidRequest(`deviceId ${fault}.`)
  return row
}

/**
 * The device key that this call is due: under a device key if it asks for one, under an enrolment key once per id and release. A
 * device that has worked under a shared key needs a release too: the enrolment key alone must not be enough to become it.
 */
function issueFor(core: Core, { org, key, now }: Call, row: number, wantsNew: boolean): Issue | null {
  if (key.device !== null) return wantsNew ? { as: 'renewed', by: key as DeviceAccessKey } : null
  if (key.agentKey?.use !== 'enrolment' || org.keyPolicy === 'shared') return null
  if (row < 0) return { as: 'issued', by: null }
  const serial = org.devices.serial(row)
  const mayHaveOne = isReleased(org, serial, now)
  if (core.keys.ofDevice(serial).length > 0) return mayHaveOne ? { as: 'reissued', by: null } : null
  return mayHaveOne || core.evidence.read(serial, org.devices.slot(row)) === null ? { as: 'issued', by: null } : null
}

function addNewDevice(core: Core, tx: Tx, { org, key, now }: Call, deviceId: string): number {
  checkFreeSlot(org, deviceId, 'register')
  const waitSeconds = org.keyPolicy === 'shared' || key.kind === 'org' ? 0 : core.registrations.note(key, now)
  if (waitSeconds > 0) throw new StateError({ code: 'too-many-registrations', waitSeconds })
  addDevice(core, tx, org, deviceId, now)
  return org.devices.find(deviceId)
}

async function registerDevice(core: Core, call: Call, deviceId: string): Promise<Reply> {
  const { org, key, now } = call
  const wantsNew = field(call.body, 'newDeviceKey') ?? false
  if (typeof wantsNew !== 'boolean') throw invalidRequest('newDeviceKey must be true or false.')
  const known = rowFor(core, call, deviceId)
  const asItIs = { status: 'exists', deviceKey: undefined as string | undefined }
  const made =
    known >= 0 && issueFor(core, call, known, wantsNew) === null
      ? asItIs
      : await core.committer.run((tx) => {
          if (key.dead) throw new StateError({ code: 'key-ended' })
          const before = rowFor(core, call, deviceId)
          const row = before >= 0 ? before : addNewDevice(core, tx, call, deviceId)
          const status = before >= 0 ? 'exists' : 'ok'
          const issue = issueFor(core, call, before, wantsNew)
          if (issue === null) return { ...asItIs, status }
          const deviceKey = makeKey('device')
          issueDeviceKey(core, tx, org, row, deviceKey, issue, now)
          return { status, deviceKey }
        })
  return { status: 200, body: { ...made, handler, deviceId, ...planOf(org) } }
}

/**
 * Puts a device on file. It grants nothing, so it works while the org is disabled; and it never restores. A device key is in the reply
 * that makes it, and nowhere else.
 */
export async function register(core: Core, call: Call): Promise<Reply> {
  const deviceId = readDeviceId(call.body)
  try {
    return await registerDevice(core, call, deviceId)
  } catch (error) {
    noteRefusal(core, call, deviceId, error)
    throw error
  }
}
