/**
 * The body of `devices/list`, read as it arrives: an entry becomes a device as soon as it is whole, and the device goes to a
 * sink that keeps of it what it needs.
 */
import type { Device } from '@/lib/domain/device'
import { listedId, listedIdOfJson } from '@/lib/domain/ids/listed-id'
import { field } from './fields'
import type { BodySink } from './read-body'
import { readDevice } from './read-device'
import type { EntryBatch } from './reply/entry-batch'
import { type ListName, ReplySplitter } from './reply/reply-splitter'

/** Takes the devices of a list as they are read. False: it had one with this id, which counts no more. */
export type DeviceSink = { put(device: Device): boolean }

/** `unreadable`: entries that are no device. `duplicates`: devices that a later one with the same id replaced. */
export type DeviceEntries<Sink> = { sink: Sink; entries: number; unreadable: number; duplicates: number }

const DEVICE_LISTS = ['devices', 'items', 'data'] as const
const isDeviceList = (name: ListName) => name === null || (DEVICE_LISTS as readonly ListName[]).includes(name)

export class DeviceListBody<Sink extends DeviceSink> implements BodySink {
  readonly #newSink: () => Sink
  readonly #splitter: ReplySplitter
  readonly #lists = new Map<ListName, DeviceEntries<Sink>>()
  #removed: string[] = []

  /** `authority` begins the sentence of an error. */
  constructor(authority: string, newSink: () => Sink) {
    this.#newSink = newSink
    this.#splitter = new ReplySplitter(authority, {
      begin: (name) => this.#begin(name),
      take: (name, batch) => this.#take(name, batch),
      skip: (name) => {
        const list = this.#lists.get(name)
        if (list) Object.assign(list, { entries: list.entries + 1, unreadable: list.unreadable + 1 })
      },
    })
  }

  write(chunk: Buffer): void {
    this.#splitter.write(chunk)
  }

  end(): Buffer {
    return this.#splitter.end()
  }

  /** The list of devices in a reply that was judged as `body`; undefined where it has none. */
  devices(body: unknown): DeviceEntries<Sink> | undefined {
    if (Array.isArray(body)) return this.#lists.get(null)
    const found = field(body, ...DEVICE_LISTS)
    return Array.isArray(found)
      ? this.#lists.get(DEVICE_LISTS.find((name) => Object.hasOwn(body as object, name))!)
      : undefined
  }

  /** Ids of its `removed`; undefined where it has none. */
  removed(body: unknown): string[] | undefined {
    return Array.isArray(field(body, 'removed')) ? this.#removed : undefined
  }

  #begin(name: ListName): void {
    if (name === 'removed') this.#removed = []
    if (isDeviceList(name)) this.#lists.set(name, { sink: this.#newSink(), entries: 0, unreadable: 0, duplicates: 0 })
  }

  #take(name: ListName, batch: EntryBatch): void {
    const list = this.#lists.get(name)
    if (list) readEntries(list, batch)
    else if (name === 'removed') this.#removed.push(...idsOf(batch))
  }
}

function readEntries(list: DeviceEntries<DeviceSink>, batch: EntryBatch): void {
  const { entries } = batch
  list.entries += entries.length
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    // What an id that is no text was sent as matters digit by digit.
    const isText = typeof field(entry, 'deviceId', 'device_id', 'id') === 'string'
    const device = readDevice(entry, isText ? undefined : batch.json(index))
    if (!device) list.unreadable++
    else if (!list.sink.put(device)) list.duplicates++
  }
}

function idsOf(batch: EntryBatch): string[] {
  return batch.entries.flatMap(
    (id, index) => (typeof id === 'string' ? listedId(id) : listedIdOfJson(batch.json(index))) ?? [],
  )
}
