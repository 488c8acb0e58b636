import type { Core } from '../core/core'
import { addDevice, checkFreeSlot } from '../core/device-changes'
import { profileFault } from '../disk/id-profile'
import type { Call, Reply } from '../http/call'
import { readDeviceId } from '../http/read-device-id'
import { invalidRequest, Refusal } from '../http/refusal'
import { REGISTER as handler, stateRefusal } from '../http/state-refusal'
import { DECISION_CODES, REGISTER_CODES_FROM } from '../state/codes'
import { StateError } from '../state/state-error'
import { planOf } from './plan'

/** Notes why a register was refused: the next validate only denies an unknown device, and the reason is here. */
function noteRefusal(core: Core, { key, requestId, now }: Call, deviceId: string, thrown: unknown): void {
  const refusal = thrown instanceof StateError ? stateRefusal(thrown) : thrown
  const code = refusal instanceof Refusal ? DECISION_CODES.indexOf(refusal.error, REGISTER_CODES_FROM) : -1
  if (code >= 0) core.decisions.note(key, requestId, deviceId, code, now)
}

async function registerDevice(core: Core, { org, now }: Call, deviceId: string): Promise<Reply> {
  const existing = () => {
    const row = org.devices.find(deviceId)
    if (row >= 0 && org.devices.isRevoked(row)) throw new StateError({ code: 'device-revoked', deviceId })
    return row >= 0
  }
  const isKnown = existing()
  const fault = isKnown ? null : profileFault(core.idProfile, deviceId)
  if (fault !== null) throw invalidRequest(`deviceId ${fault}.`)
  const status = isKnown
    ? 'exists'
    : await core.committer.run((tx) => {
        if (existing()) return 'exists'
        checkFreeSlot(org, deviceId, 'register')
        addDevice(core, tx, org, deviceId, now)
        return 'ok'
      })
  return { status: 200, body: { status, handler, deviceId, ...planOf(org) } }
}

/** Puts a device on file. It grants nothing, so it works while the org is disabled; and it never restores. */
export async function register(core: Core, call: Call): Promise<Reply> {
  const deviceId = readDeviceId(call.body)
  try {
    return await registerDevice(core, call, deviceId)
  } catch (error) {
    noteRefusal(core, call, deviceId, error)
    throw error
  }
}
