/** The calls around keys of devices. They are not on MachineID's public record; the embedded authority has them. */
import { isKeyPolicy } from '@/lib/domain/keys/key-policy'
import { batchCall } from './batch-calls'
import type { DeviceKeyCalls } from './client'
import type { Caller, Endpoint } from './endpoint'
import { readEntryId } from './entry-id'
import { booleanField, countField, field, textField, timeField } from './fields'
import type { DarkDevice, DeviceKey, IdBlock, KeyEvent, KeyPolicyState } from './keys/device-keys'
import { listEndpoint } from './list-devices'

const KEYS = '/api/v1/org/device_keys'

const get = (path: string, act: string): Endpoint => ({ method: 'GET', path, act, optional: true })

const list = (body: unknown, name: string): unknown[] | undefined => {
  const value = field(body, name)
  return Array.isArray(value) ? value : undefined
}

function readPolicy(body: unknown): KeyPolicyState | undefined {
  const policy = field(body, 'policy')
  if (!isKeyPolicy(policy)) return undefined
  const devices = field(body, 'devices')
  const [active, keyed, dark] = ['active', 'keyed', 'dark'].map((name) => countField(devices, name))
  const [enrolmentKeys, idBlocks] = ['enrolmentKeys', 'idBlocks'].map((name) => countField(body, name))
  return { policy, active, keyed, dark, enrolmentKeys, idBlocks }
}

function readDark(body: unknown): DarkDevice | undefined {
  const deviceId = readEntryId(body)
  if (deviceId === null) return undefined
  const [lastValidatedAt, releasedUntil] = ['lastValidatedAt', 'releasedUntil'].map((name) => timeField(body, name))
  return { deviceId, lastValidatedAt, deviceKey: booleanField(body, 'deviceKey'), releasedUntil }
}

function readKeyOf(entry: unknown): DeviceKey {
  const key = field(entry, 'key')
  if (typeof key !== 'object' || key === null) return { has: false, isReported: key === null }
  const [issuedAt, firstUsedAt, releasedUntil] = ['issuedAt', 'firstUsedAt', 'releasedUntil'].map((name) =>
    timeField(key, name),
  )
  return { has: true, isReported: true, issuedAt, firstUsedAt, releasedUntil }
}

function readBlock(body: unknown): IdBlock | undefined {
  const deviceId = readEntryId(body)
  return deviceId === null ? undefined : { deviceId, createdAt: timeField(body, 'createdAt') }
}

function readEvent(body: unknown): KeyEvent | undefined {
  const number = countField(body, 'number')
  const kind = textField(body, 'kind')
  if (!Number.isSafeInteger(number) || kind === undefined) return undefined
  const detail = textField(body, 'detail') ?? null
  const deviceId = textField(body, 'deviceId') ?? null
  return { number: number as number, at: timeField(body, 'at'), kind, deviceId, detail }
}

export function createDeviceKeyCalls(caller: Caller): DeviceKeyCalls {
  return {
    async deviceKeys(options) {
      const endpoint = get(KEYS, 'report its device keys')
      const { body, requestId } = await caller.ask(endpoint, options)
      const state = readPolicy(body)
      if (!state) throw caller.unreadable(endpoint, 'without a policy', requestId)
      return state
    },
    async setKeyPolicy(input, options) {
      const endpoint: Endpoint = { ...get(KEYS, 'change its policy of keys'), method: 'POST', body: input }
      const { body, requestId } = await caller.ask(endpoint, options)
      if (field(body, 'policy') !== input.policy) throw caller.unreadable(endpoint, 'without the policy', requestId)
      return { changed: booleanField(body, 'changed') }
    },
    async darkDevices(after, options) {
      const query = after === null ? '' : `?after=${encodeURIComponent(after)}`
      const endpoint = get(`${KEYS}/dark${query}`, 'list devices without a key')
      const { body, requestId } = await caller.ask(endpoint, options)
      const devices = list(body, 'devices')
      const total = countField(body, 'total')
      if (!devices || total === undefined) throw caller.unreadable(endpoint, 'without devices', requestId)
      return {
        devices: devices.flatMap((each) => readDark(each) ?? []),
        total,
        more: booleanField(body, 'more') ?? false,
      }
    },
    async deviceKeyOf(deviceId, options) {
      const endpoint = listEndpoint(`deviceId=${encodeURIComponent(deviceId)}`)
      const { body, requestId } = await caller.ask(endpoint, options)
      const devices = list(body, 'devices')
      if (!devices) throw caller.unreadable(endpoint, 'without devices', requestId)
      const entry = devices.find((each) => readEntryId(each) === deviceId)
      return entry === undefined ? null : readKeyOf(entry)
    },
    releaseDeviceKeys: batchCall(caller, 'devices/release_key_batch', 'release the keys of these devices', false),
    endDeviceKeys: batchCall(caller, 'devices/end_key_batch', 'end the keys of these devices', false),
    async idBlocks(options) {
      const endpoint = get('/api/v1/org/id_blocks', 'list its blocked ids')
      const { body, requestId } = await caller.ask(endpoint, options)
      const blocks = list(body, 'blocks')
      if (!blocks) throw caller.unreadable(endpoint, 'without a list of ids', requestId)
      return blocks.flatMap((each) => readBlock(each) ?? [])
    },
    liftIdBlocks: batchCall(caller, 'org/id_blocks/lift', 'lift the blocks of these ids', false),
    async keyEvents(after, options) {
      const endpoint = get(`/api/v1/org/key_events?after=${after}`, 'report what happened to keys')
      const { body, requestId } = await caller.ask(endpoint, options)
      const events = list(body, 'events')
      const last = countField(body, 'last')
      if (!events || last === undefined) throw caller.unreadable(endpoint, 'without numbered events', requestId)
      const read = events.map(readEvent)
      if (read.includes(undefined)) throw caller.unreadable(endpoint, 'with an event without a number', requestId)
      return {
        events: read as KeyEvent[],
        more: booleanField(body, 'more') ?? false,
        last,
        lost: booleanField(body, 'lost') ?? false,
      }
    },
  }
}
