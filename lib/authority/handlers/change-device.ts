import { DEVICE_ID_RULE, readDeviceId as readId } from '@/lib/domain/ids/device-id'
import type { Core } from '../core/core'
import type { DeviceChange } from '../core/device-change'
import type { Tx } from '../disk/group-committer'
import type { Call, Reply } from '../http/call'
import { readDeviceId, readDeviceIds } from '../http/read-device-id'
import { invalidRequest, Refusal } from '../http/refusal'
import { stateRefusal } from '../http/state-refusal'
import { StateError } from '../state/state-error'

/** A handler that makes one change of one device, acknowledged once it is on disk. */
export const changeDevice =
  (handler: string, change: DeviceChange) =>
  async (core: Core, { org, body, now }: Call): Promise<Reply> => {
    const deviceId = readDeviceId(body)
    const changed = await core.committer.run((tx) => change(core, tx, org, deviceId, now))
    return { status: 200, body: { status: 'ok', handler, deviceId, ...changed } }
  }

type Item = { deviceId: string; status: string; changed: boolean; revision: number; error?: string; message?: string }

function changeItem(core: Core, tx: Tx, call: Call, sent: string, change: DeviceChange): Item {
  const { org, now } = call
  try {
    const deviceId = readId(sent)
    if (deviceId === null) throw invalidRequest(`${DEVICE_ID_RULE}.`)
    return { deviceId: sent, status: 'ok', ...change(core, tx, org, deviceId, now) }
  } catch (error) {
    const refusal = error instanceof StateError ? stateRefusal(error) : error
    if (!(refusal instanceof Refusal)) throw error
    const status = typeof refusal.data.status === 'string' ? refusal.data.status : 'error'
    return {
      deviceId: sent,
      status,
      changed: false,
      revision: org.revision,
      error: refusal.error,
      message: refusal.message,
    }
  }
}

/** The same for up to 500 devices in one commit: each item has its own outcome, in the order requested. */
export const changeDevices =
  (handler: string, change: DeviceChange) =>
  async (core: Core, call: Call): Promise<Reply> => {
    const ids = readDeviceIds(call.body)
    const results = await core.committer.run((tx) => ids.map((id) => changeItem(core, tx, call, id, change)))
    const status = results.every((item) => item.status === 'ok') ? 'ok' : 'partial'
    const revision = Math.max(...results.map((item) => item.revision))
    return { status: 200, body: { status, handler, revision, results } }
  }
