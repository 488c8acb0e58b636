import type { Core } from '../core/core'
import { addDevice, checkFreeSlot } from '../core/device-changes'
import { profileFault } from '../disk/id-profile'
import type { Call, Reply } from '../http/call'
import { readDeviceId } from '../http/read-device-id'
import { invalidRequest } from '../http/refusal'
import { REGISTER as handler } from '../http/state-refusal'
import { StateError } from '../state/state-error'
import { planOf } from './plan'

/** Puts a device on file. It grants nothing, so it works while the org is disabled; and it never restores. */
export async function register(core: Core, { org, body, now }: Call): Promise<Reply> {
  const deviceId = readDeviceId(body)
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
