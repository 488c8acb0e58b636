/** devices/list: whole, since a revision, or some ids. */
import type { Device } from '@/lib/domain/device'
import { isRegistrable, listedId } from '@/lib/domain/listed-id'
import type { CallOptions, DeviceList, ListInput } from './client'
import type { Caller, Endpoint } from './endpoint'
import { countField, field, timeField } from './fields'
import { readDevice } from './read-device'
import { LIST_BYTES_MAX } from './transport'

const PATH = '/api/v1/devices/list'
/** Longest query sent, well below what servers take. */
const QUERY_CHARS_MAX = 7_000

export const listEndpoint = (query: string, etag?: string): Endpoint => ({
  method: 'GET',
  path: query ? `${PATH}?${query}` : PATH,
  bytesMax: LIST_BYTES_MAX,
  headers: etag ? { 'if-none-match': etag } : undefined,
  act: 'list its devices',
})

export async function listDevices(
  caller: Caller,
  { since, etag, deviceIds }: ListInput = {},
  options?: CallOptions,
): Promise<DeviceList> {
  if (!deviceIds) return readOnce(caller, since === undefined ? '' : `since=${since}`, etag, options)
  const wanted = new Set(deviceIds)
  const merged: DeviceList = {
    notModified: false,
    delta: false,
    devices: [],
    removed: [],
    faults: 0,
    duplicates: 0,
    receivedAt: Date.now(),
  }
  for (const query of idQueries(deviceIds)) {
    const { devices, ...page } = await readOnce(caller, query, undefined, options)
    // An authority that does not know the parameter answers with everybody.
    Object.assign(merged, page, {
      devices: merged.devices.concat(devices.filter(({ deviceId }) => wanted.has(deviceId))),
    })
  }
  return merged
}

/** In a query every id is a text, and an authority may trim or refuse it: any but a plain id is looked for in the whole list. */
function idQueries(deviceIds: readonly string[]): string[] {
  if (!deviceIds.every(isRegistrable)) return ['']
  const queries: string[] = []
  for (const deviceId of new Set(deviceIds)) {
    const pair = `deviceId=${encodeURIComponent(deviceId)}`
    const last = queries.at(-1)
    if (last !== undefined && last.length + pair.length < QUERY_CHARS_MAX)
      queries[queries.length - 1] = `${last}&${pair}`
    else queries.push(pair)
  }
  return queries
}

async function readOnce(
  caller: Caller,
  query: string,
  etag: string | undefined,
  options?: CallOptions,
): Promise<DeviceList> {
  const endpoint = listEndpoint(query, etag)
  const reply = await caller.transport.send(endpoint, options)
  const empty = { delta: false, devices: [], removed: [], faults: 0, duplicates: 0, receivedAt: reply.receivedAt }
  if (reply.status === 304 && etag) return { ...empty, notModified: true, etag }
  const { body, requestId } = caller.judge(reply, endpoint)
  const entries = Array.isArray(body) ? body : field(body, 'devices', 'items', 'data')
  if (!Array.isArray(entries)) throw caller.unreadable(endpoint, 'without a list of devices', requestId)
  const removed = field(body, 'removed')
  return {
    notModified: false,
    delta: query.startsWith('since=') && Array.isArray(removed),
    ...readEntries(entries),
    removed: Array.isArray(removed) ? removed.flatMap((id) => listedId(id) ?? []) : [],
    revision: countField(body, 'revision'),
    now: timeField(body, 'now') ?? undefined,
    etag: [reply.headers.etag].flat()[0],
    requestId,
    receivedAt: reply.receivedAt,
  }
}

/** Of entries with the same id the last one counts; the others are counted. */
function readEntries(entries: readonly unknown[]): { devices: Device[]; faults: number; duplicates: number } {
  const byId = new Map<string, Device>()
  let faults = 0
  for (const entry of entries) {
    const device = readDevice(entry)
    if (device) byId.set(device.deviceId, device)
    else faults++
  }
  return { devices: [...byId.values()], faults, duplicates: entries.length - faults - byId.size }
}
