/** Some hundreds of decisions side by side, each in as many bytes as any other. */
import { createHash } from 'node:crypto'

/** Of a request id: a UUID as text. */
const REQUEST_BYTES = 36
/** Of a device id, in UTF-8. A longer one is cut, and its digest put behind what is left. */
const ID_BYTES = 256
const DIGEST_BYTES = 32
const CUT = 0x8000

/** `code` is a position in `DECISION_CODES`. `deviceIdCut`: the id is longer than what is shown. */
export type Noted = { requestId: string; deviceId: string; deviceIdCut: boolean; code: number; at: number }

/** A device id as it is compared: the bytes that are kept of it, how many, and a number that differs for most ids. */
export type IdKey = { bytes: Buffer; length: number; hash: number }

/** A request id as it is compared: its bytes, and the first four of them, which differ for most. */
export type RequestKey = { bytes: Buffer; word: number }

/** Writes a device id into its place; returns its length, with the mark of one that was cut. */
function writeId(into: Buffer, at: number, deviceId: string): number {
  const written = into.write(deviceId, at, ID_BYTES)
  // Each unit of a text takes 3 bytes at most.
  if (deviceId.length * 3 <= ID_BYTES || written === Buffer.byteLength(deviceId)) return written
  const kept = into.write(deviceId, at, ID_BYTES - DIGEST_BYTES)
  createHash('sha256')
    .update(deviceId)
    .digest()
    .copy(into, at + kept)
  return (kept + DIGEST_BYTES) | CUT
}

/** FNV-1a over whole words; the bytes behind the end of the id count as zero. */
function hashOf(words: Uint32Array, from: number, length: number): number {
  let hash = 0x811c9dc5 ^ length
  const end = from + ((length + 3) >> 2)
  for (let word = from; word < end; word += 1) {
    hash = Math.imul(hash ^ (words[word] as number), 0x01000193)
  }
  return hash | 0
}

export class DecisionPage<Caller> {
  private readonly ids: Buffer
  private readonly idWords: Uint32Array
  private readonly idLengths: Uint16Array
  private readonly idHashes: Int32Array
  private readonly requests: Buffer
  private readonly requestWords: Uint32Array
  private readonly codes: Uint8Array
  private readonly times: Float64Array
  private readonly callers: Caller[]

  constructor(rows: number) {
    const ids = new ArrayBuffer(rows * ID_BYTES)
    this.ids = Buffer.from(ids)
    this.idWords = new Uint32Array(ids)
    this.idLengths = new Uint16Array(rows)
    this.idHashes = new Int32Array(rows)
    const requests = new ArrayBuffer(rows * REQUEST_BYTES)
    this.requests = Buffer.from(requests)
    this.requestWords = new Uint32Array(requests)
    this.codes = new Uint8Array(rows)
    this.times = new Float64Array(rows)
    this.callers = new Array<Caller>(rows)
  }

  /** A request id in the form in which rows are compared with it. */
  static requestKeyOf(requestId: string): RequestKey {
    const alone = new DecisionPage<null>(1)
    alone.write(0, null, requestId, '', 0, 0)
    return { bytes: alone.requests, word: alone.requestWords[0] as number }
  }

  /** A device id in the form in which rows are compared with it. */
  static keyOf(deviceId: string): IdKey {
    const alone = new DecisionPage<null>(1)
    alone.write(0, null, '', deviceId, 0, 0)
    return { bytes: alone.ids, length: alone.idLengths[0] as number, hash: alone.idHashes[0] as number }
  }

  /** @param requestId a UUID in lower case. */
  write(row: number, caller: Caller, requestId: string, deviceId: string, code: number, at: number): void {
    const from = row * ID_BYTES
    const length = writeId(this.ids, from, deviceId)
    const bytes = length & ~CUT
    for (let end = bytes; (end & 3) !== 0; end += 1) this.ids[from + end] = 0
    this.idLengths[row] = length
    this.idHashes[row] = hashOf(this.idWords, from / 4, bytes)
    this.requests.write(requestId, row * REQUEST_BYTES, REQUEST_BYTES, 'latin1')
    this.codes[row] = code
    this.times[row] = at
    this.callers[row] = caller
  }

  timeAt(row: number): number {
    return this.times[row] as number
  }

  callerAt(row: number): Caller {
    return this.callers[row] as Caller
  }

  isRequest(row: number, { bytes, word }: RequestKey): boolean {
    const from = row * REQUEST_BYTES
    return (
      this.requestWords[from / 4] === word &&
      this.requests.compare(bytes, 0, REQUEST_BYTES, from, from + REQUEST_BYTES) === 0
    )
  }

  isDevice(row: number, { bytes, length, hash }: IdKey): boolean {
    if (this.idHashes[row] !== hash || this.idLengths[row] !== length) return false
    const from = row * ID_BYTES
    const end = length & ~CUT
    return this.ids.compare(bytes, 0, end, from, from + end) === 0
  }

  read(row: number): Noted {
    const length = this.idLengths[row] as number
    const deviceIdCut = (length & CUT) !== 0
    const shown = (length & ~CUT) - (deviceIdCut ? DIGEST_BYTES : 0)
    const [id, request] = [row * ID_BYTES, row * REQUEST_BYTES]
    return {
      requestId: this.requests.toString('latin1', request, request + REQUEST_BYTES),
      deviceId: this.ids.toString('utf8', id, id + shown),
      deviceIdCut,
      code: this.codes[row] as number,
      at: this.times[row] as number,
    }
  }
}
