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

function* pieces(devices: Iterable<Device>): Generator<Device[]> {
  let piece: Device[] = []
  for (const device of devices) {
    if (piece.push(device) < PIECE_DEVICES) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}

export function* jsonLines(devices: Iterable<Device>): Generator<string> {
  for (const piece of pieces(devices)) yield piece.map((device) => `${JSON.stringify(toWire(device))}\n`).join('')
}

/** The line of names comes even where there is no device. */
export function* deviceCsv(devices: Iterable<Device>): Generator<string> {
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
