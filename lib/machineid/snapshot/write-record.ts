import type { Decision, Device, Rhythm } from '@/lib/domain/device'
import {
  aligned,
  CODE,
  DECISION_SHIFT,
  FIRST,
  FIXED_BYTES,
  ID,
  KINDS,
  NOT_REPORTED,
  NULL,
  PROVEN_BIT,
  REQUEST_ID,
  type RecordMemory,
  RHYTHM_SHIFT,
  SECOND,
  SIZE,
  STATUSES,
  WORDS,
} from './record-layout'

const BYTES_PER_UNIT_MAX = 2
const BEYOND_LATIN1 = /[^\u0000-\u00ff]/

const chars = (text: string | undefined) => text?.length ?? 0

/** Bytes that a device takes at most. */
export const recordBytesMax = ({ deviceId, lastDecision }: Device): number =>
  aligned(
    FIXED_BYTES + (chars(deviceId) + chars(lastDecision?.code) + chars(lastDecision?.requestId)) * BYTES_PER_UNIT_MAX,
  )

/** Writes a device at a byte that is a multiple of eight. @returns its size in bytes, a multiple of eight too. */
export function writeRecord({ bytes, words, numbers }: RecordMemory, start: number, device: Device): number {
  const { lastDecision, rhythm, validations } = device
  const word = start / 4
  const number = (start + WORDS * 4) / 8
  numbers[number] = fromTime(device.createdAt)
  numbers[number + 1] = fromTime(device.revokedAt)
  numbers[number + 2] = device.revokedRevision ?? Number.NaN
  numbers[number + 3] = fromTime(device.lastValidatedAt)
  numbers[number + 4] = lastDecision?.at ?? Number.NaN
  numbers[number + 5] = lastDecision?.revision ?? Number.NaN
  numbers[number + 6] = validations?.allowed ?? Number.NaN
  numbers[number + 7] = validations?.denied ?? Number.NaN
  numbers[number + 8] = device.validationsTotal ?? Number.NaN
  numbers[number + 9] = rhythm?.medianMs ?? Number.NaN
  numbers[number + 10] = rhythm?.p95Ms ?? Number.NaN
  numbers[number + 11] = rhythm?.n ?? Number.NaN
  let end = start + FIXED_BYTES
  const writeText = (at: number, text: string | undefined) => {
    const wide = text !== undefined && BEYOND_LATIN1.test(text) ? 1 : 0
    // One more than its bytes, so that an empty text differs from none.
    const size = text === undefined ? 0 : bytes.write(text, end, wide ? 'utf16le' : 'latin1')
    words[word + at] = text === undefined ? 0 : ((size + 1) << 1) | wide
    end += size
  }
  writeText(ID, device.deviceId)
  writeText(CODE, lastDecision?.code)
  writeText(REQUEST_ID, lastDecision?.requestId)
  const size = aligned(end - start)
  for (let at = end; at < start + size; at++) bytes[at] = 0
  words[word + SIZE] = size
  words[word + KINDS] =
    STATUSES.indexOf(device.status) |
    (kindOfDecision(lastDecision) << DECISION_SHIFT) |
    (kindOfRhythm(rhythm) << RHYTHM_SHIFT) |
    (lastDecision?.proven ? PROVEN_BIT : 0)
  words[word + WORDS - 1] = 0
  return size
}

const fromTime = (at: number | null | undefined) => (at === undefined ? Number.NaN : (at ?? Number.NEGATIVE_INFINITY))

const kindOfDecision = (decision: Decision | null | undefined) =>
  decision ? (decision.allowed ? FIRST : SECOND) : decision === null ? NULL : NOT_REPORTED
const kindOfRhythm = (rhythm: Rhythm | null | undefined) =>
  rhythm ? (rhythm.learned ? SECOND : FIRST) : rhythm === null ? NULL : NOT_REPORTED
