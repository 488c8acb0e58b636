import { DEVICE_ID_RULE, readDeviceId as readId } from '@/lib/domain/ids/device-id'
import { field, type JsonObject } from './parse-json'
import { invalidRequest } from './refusal'

/** The `deviceId` of a body as it is kept, or a refusal that names the rule. */
export function readDeviceId(body: JsonObject): string {
  const deviceId = readId(field(body, 'deviceId'))
  if (deviceId === null) throw invalidRequest(`${DEVICE_ID_RULE}.`)
  return deviceId
}

/** The most device ids that one call may name. */
export const DEVICE_IDS_MAX = 500

/** The `deviceIds` of a body as sent: 1 to 500 texts. Whether each is a legal id is reported per item. */
export function readDeviceIds(body: JsonObject): string[] {
  const ids = field(body, 'deviceIds')
  if (
    !Array.isArray(ids) ||
    ids.length < 1 ||
    ids.length > DEVICE_IDS_MAX ||
    !ids.every((id) => typeof id === 'string')
  ) {
    throw invalidRequest(`deviceIds must be a list of 1 to ${DEVICE_IDS_MAX} device ids.`)
  }
  return ids
}
