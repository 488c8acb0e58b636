/** Devices as the lines of a file, some hundred at a time. */
import { type Device, toWire } from '@/lib/domain/device'
import { toCsv } from './csv'

const PIECE_DEVICES = 200

const COLUMNS = [
  'deviceId',
  'status',
  'createdAt',
  'revokedAt',
  'lastValidatedAt',
  'decision',
  'decisionAt',
  'validationsAllowed',
  'validationsDenied',
  'medianSeconds',
] as const

function* pieces(devices: readonly Device[]): Generator<Device[]> {
  for (let from = 0; from < devices.length; from += PIECE_DEVICES) yield devices.slice(from, from + PIECE_DEVICES)
}

export function* jsonLines(devices: readonly Device[]): Generator<string> {
  for (const piece of pieces(devices)) yield piece.map((device) => `${JSON.stringify(toWire(device))}\n`).join('')
}

/** The line of names comes even where there is no device. */
export function* deviceCsv(devices: readonly Device[]): Generator<string> {
  yield toCsv(COLUMNS, [])
  for (const piece of pieces(devices)) yield toCsv(COLUMNS, piece.map(toRow), { header: false })
}

function toRow(device: Device): Record<(typeof COLUMNS)[number], unknown> {
  const { lastDecision, validations, rhythm, ...rest } = toWire(device)
  return {
    deviceId: rest.deviceId,
    status: rest.status,
    createdAt: rest.createdAt,
    revokedAt: rest.revokedAt,
    lastValidatedAt: rest.lastValidatedAt,
    decision: lastDecision?.code ?? '',
    decisionAt: lastDecision?.at ?? '',
    validationsAllowed: validations?.allowed ?? '',
    validationsDenied: validations?.denied ?? '',
    medianSeconds: rhythm ? rhythm.medianMs / 1_000 : '',
  }
}
