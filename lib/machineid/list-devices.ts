/** devices/list: whole, since a revision, or some ids. */
import type { Device } from '@/lib/domain/device'
import { isRegistrable } from '@/lib/domain/ids/listed-id'
import type { CallOptions, DeviceList, DeviceListHead, ListInput, WholeInput } from './client'
import { DeviceListBody, type DeviceSink } from './device-list-body'
import type { Caller, Endpoint } from './endpoint'
import { countField, timeField } from './fields'
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

/** Keeps devices as they are, those of some ids where these are given; an authority may answer with every device all the same. */
class WantedDevices implements DeviceSink {
  readonly #byId = new Map<string, Device>()
  readonly #wanted: ReadonlySet<string> | undefined

  constructor(wanted?: ReadonlySet<string>) {
    this.#wanted = wanted
  }

  get devices(): Device[] {
    return [...this.#byId.values()]
  }

  put(device: Device): boolean {
    if (this.#wanted?.has(device.deviceId) === false) return true
    const isNew = !this.#byId.has(device.deviceId)
    this.#byId.set(device.deviceId, device)
    return isNew
  }
}

export async function listDevices(
  caller: Caller,
  { deviceIds, ...input }: ListInput = {},
  options?: CallOptions,
): Promise<DeviceList> {
  const wanted = deviceIds && new Set(deviceIds)
  const queries = deviceIds ? idQueries(deviceIds) : [wholeQuery(input)]
  let list: DeviceList = { ...emptyHead(Date.now()), devices: [] }
  for (const query of queries) {
    const { sink, ...head } = await readOnce(caller, query, input.etag, () => new WantedDevices(wanted), options)
    list = { ...head, devices: list.devices.concat(sink.devices) }
  }
  return list
}

/** The whole list or a delta, device by device into a sink; a sink is made anew for each try. */
export const readDevices = <Sink extends DeviceSink>(
  caller: Caller,
  input: WholeInput,
  newSink: () => Sink,
  options?: CallOptions,
): Promise<DeviceListHead & { sink: Sink }> => readOnce(caller, wholeQuery(input), input.etag, newSink, options)

const wholeQuery = ({ since }: WholeInput) => (since === undefined ? '' : `since=${since}`)

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

const emptyHead = (receivedAt: number): DeviceListHead => ({
  notModified: false,
  delta: false,
  removed: [],
  entries: 0,
  unreadable: 0,
  duplicates: 0,
  receivedAt,
})

async function readOnce<Sink extends DeviceSink>(
  caller: Caller,
  query: string,
  etag: string | undefined,
  newSink: () => Sink,
  options?: CallOptions,
): Promise<DeviceListHead & { sink: Sink }> {
  let read = new DeviceListBody(caller.transport.authority, newSink)
  const sink = () => {
    read = new DeviceListBody(caller.transport.authority, newSink)
    return read
  }
  const endpoint = { ...listEndpoint(query, etag), sink }
  const reply = await caller.transport.send(endpoint, options)
  const head = emptyHead(reply.receivedAt)
  if (reply.status === 304 && etag) return { ...head, notModified: true, etag, sink: newSink() }
  const { body, requestId } = caller.judge(reply, endpoint)
  const list = read.devices(body)
  if (!list) throw caller.unreadable(endpoint, 'without a list of devices', requestId)
  const removed = read.removed(body)
  const delta = query.startsWith('since=') && removed !== undefined
  // Of a delta the reader requests the whole list instead.
  if (!delta && list.entries > 0 && list.unreadable === list.entries)
    throw caller.unreadable(endpoint, `none of the ${list.entries} entries of its list is a device`, requestId)
  return {
    ...head,
    ...list,
    delta,
    removed: removed ?? [],
    revision: countField(body, 'revision'),
    now: timeField(body, 'now') ?? undefined,
    etag: [reply.headers.etag].flat()[0],
    requestId,
  }
}
