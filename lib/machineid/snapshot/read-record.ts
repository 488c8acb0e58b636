import type { Decision, Device, Rhythm } from '@/lib/domain/device'
import {
  CODE,
  DECISION_SHIFT,
  FIRST,
  FIXED_BYTES,
  ID,
  KIND_BITS,
  KINDS,
  NOT_REPORTED,
  NULL,
  PROVEN_BIT,
  REQUEST_ID,
  type RecordMemory,
  RHYTHM_SHIFT,
  SECOND,
  STATUSES,
  WORDS,
} from './record-layout'

/** The device that was written at a byte. */
export function readRecord(memory: RecordMemory, start: number): Device {
  const { words, numbers } = memory
  const word = start / 4
  const number = (start + WORDS * 4) / 8
  const kinds = words[word + KINDS]!
  let at = start + FIXED_BYTES
  const readText = (index: number): string | undefined => {
    const shape = words[word + index]!
    if (shape === 0) return undefined
    const from = at
    at += (shape >>> 1) - 1
    return memory.bytes.toString(shape & 1 ? 'utf16le' : 'latin1', from, at)
  }
  const device: Device = { deviceId: readText(ID) as string, status: STATUSES[kinds & KIND_BITS]! }
  const createdAt = toTime(numbers[number]!)
  if (createdAt !== undefined) device.createdAt = createdAt
  const revokedAt = toTime(numbers[number + 1]!)
  if (revokedAt !== undefined) device.revokedAt = revokedAt
  const revokedRevision = orUndefined(numbers[number + 2]!)
  if (revokedRevision !== undefined) device.revokedRevision = revokedRevision
  const lastValidatedAt = toTime(numbers[number + 3]!)
  if (lastValidatedAt !== undefined) device.lastValidatedAt = lastValidatedAt
  const lastDecision = readDecision((kinds >>> DECISION_SHIFT) & KIND_BITS, numbers, number, readText)
  if (lastDecision && (kinds & PROVEN_BIT) !== 0) lastDecision.proven = true
  if (lastDecision !== undefined) device.lastDecision = lastDecision
  const allowed = orUndefined(numbers[number + 6]!)
  const denied = orUndefined(numbers[number + 7]!)
  if (allowed !== undefined && denied !== undefined) device.validations = { allowed, denied }
  const validationsTotal = orUndefined(numbers[number + 8]!)
  if (validationsTotal !== undefined) device.validationsTotal = validationsTotal
  const rhythm = readRhythm((kinds >>> RHYTHM_SHIFT) & KIND_BITS, numbers, number)
  if (rhythm !== undefined) device.rhythm = rhythm
  return device
}

const toTime = (at: number) => (Number.isNaN(at) ? undefined : at === Number.NEGATIVE_INFINITY ? null : at)
const orUndefined = (value: number) => (Number.isNaN(value) ? undefined : value)

function readDecision(
  kind: number,
  numbers: Float64Array,
  number: number,
  readText: (index: number) => string | undefined,
): Decision | null | undefined {
  if (kind === NOT_REPORTED) return undefined
  if (kind === NULL) return null
  const decision: Decision = { allowed: kind === FIRST, code: readText(CODE) as string }
  const at = orUndefined(numbers[number + 4]!)
  if (at !== undefined) decision.at = at
  const revision = orUndefined(numbers[number + 5]!)
  if (revision !== undefined) decision.revision = revision
  const requestId = readText(REQUEST_ID)
  if (requestId !== undefined) decision.requestId = requestId
  return decision
}

function readRhythm(kind: number, numbers: Float64Array, number: number): Rhythm | null | undefined {
  if (kind === NOT_REPORTED) return undefined
  if (kind === NULL) return null
  const rhythm: Rhythm = { medianMs: numbers[number + 9]!, p95Ms: numbers[number + 10]!, n: numbers[number + 11]! }
  if (kind === SECOND) rhythm.learned = true
  return rhythm
}
