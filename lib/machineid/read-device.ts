/** One entry of `devices/list` as a device. What is missing stays unknown. */
import type { Decision, Device, DeviceStatus, Rhythm } from '@/lib/domain/device'
import { readEntryId } from './entry-id'
import { booleanField, countField, countsField, field, textField, timeField } from './fields'

/** Null when the entry has no id that can be addressed. `json`: the entry as it was sent, see `readEntryId`. */
export function readDevice(entry: unknown, json?: string): Device | null {
  const deviceId = readEntryId(entry, json)
  if (deviceId === null) return null
  const device: Device = { deviceId, status: readStatus(entry) }
  // One by one: a list has a hundred thousand of them, and a loop over the names costs more than all the rest.
  const createdAt = timeField(entry, 'createdAt', 'created_at', 'registeredAt')
  if (createdAt !== undefined) device.createdAt = createdAt
  const revokedAt = timeField(entry, 'revokedAt', 'revoked_at')
  if (revokedAt !== undefined) device.revokedAt = revokedAt
  const revokedRevision = countField(entry, 'revokedRevision')
  if (revokedRevision !== undefined) device.revokedRevision = revokedRevision
  const lastValidatedAt = timeField(entry, 'lastValidatedAt', 'lastSeenAt', 'last_seen_at')
  if (lastValidatedAt !== undefined) device.lastValidatedAt = lastValidatedAt
  const lastDecision = readDecision(field(entry, 'lastDecision', 'last_decision'))
  if (lastDecision !== undefined) device.lastDecision = lastDecision
  const validations = countsField(entry, 'validations')
  if (validations !== undefined) device.validations = validations
  const validationsTotal = countField(entry, 'validations')
  if (validationsTotal !== undefined) device.validationsTotal = validationsTotal
  const rhythm = readRhythm(field(entry, 'rhythm'))
  if (rhythm !== undefined) device.rhythm = rhythm
  return device
}

/** `revoked` and `status` must not contradict each other; `revokedAt` alone counts only if neither is reported. */
function readStatus(entry: unknown): DeviceStatus {
  const revoked = booleanField(entry, 'revoked')
  const text = textField(entry, 'status')?.toLowerCase()
  const fromText = text === 'active' || text === 'revoked' ? text : undefined
  const fromFlag = revoked === undefined ? undefined : revoked ? 'revoked' : 'active'
  if (fromText && fromFlag) return fromText === fromFlag ? fromText : 'unknown'
  if (fromText ?? fromFlag) return (fromText ?? fromFlag)!
  if (text !== undefined) return 'unknown'
  const revokedAt = timeField(entry, 'revokedAt', 'revoked_at')
  return revokedAt === undefined ? 'unknown' : revokedAt === null ? 'active' : 'revoked'
}

function readDecision(value: unknown): Decision | null | undefined {
  if (value === null) return null
  const allowed = booleanField(value, 'allowed')
  if (allowed === undefined) return undefined
  const decision: Decision = { allowed, code: textField(value, 'code') ?? '' }
  const at = timeField(value, 'at')
  const revision = countField(value, 'revision')
  const requestId = textField(value, 'request_id', 'requestId')
  if (typeof at === 'number') decision.at = at
  if (revision !== undefined) decision.revision = revision
  if (requestId !== undefined) decision.requestId = requestId
  if (textField(value, 'source') === 'proven') decision.proven = true
  return decision
}

function readRhythm(value: unknown): Rhythm | null | undefined {
  if (value === null) return null
  const [medianMs, p95Ms, n] = [countField(value, 'medianMs'), countField(value, 'p95Ms'), countField(value, 'n')]
  return medianMs === undefined || p95Ms === undefined || n === undefined ? undefined : { medianMs, p95Ms, n }
}
