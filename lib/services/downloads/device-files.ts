/** Devices as the lines of a file, some hundred at a time. */
import { type Device, toWire } from '@/lib/domain/device'
import { plainJson } from '@/lib/domain/escaped-text'
import { deviceParts } from '@/lib/domain/ids/device-id'
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
  'decisionSource',
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

/** `parts`: null where the id does not fit the pattern. @param parts names of the org's id pattern. */
export function* jsonLines(devices: Iterable<Device>, parts: readonly string[]): Generator<string> {
  const line = (device: Device) => plainJson({ ...toWire(device), parts: deviceParts(device.deviceId, parts) })
  for (const piece of pieces(devices)) yield piece.map((device) => `${line(device)}\n`).join('')
}

/** The line of names comes even where there is no device. @param parts names of the org's id pattern. */
export function* deviceCsv(devices: Iterable<Device>, parts: readonly string[]): Generator<string> {
  const [id, ...facts] = COLUMNS
  const ofParts = partColumns(parts, COLUMNS)
  const columns: string[] = [id, ...ofParts.names, ...facts]
  yield toCsv(columns, [])
  for (const piece of pieces(devices))
    yield toCsv(
      columns,
      piece.map((device): Record<string, unknown> => ({ ...toRow(device), ...ofParts.values(device.deviceId) })),
      { header: false },
    )
}

/**
 * A column for each part of an id, empty where the id does not fit the pattern. A part that is named as another column is
 * `id.` and its name.
 */
export function partColumns(parts: readonly string[], taken: readonly string[]) {
  const nameOf = (part: string) => (taken.includes(part) ? `id.${part}` : part)
  return {
    names: parts.map(nameOf),
    values: (deviceId: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(deviceParts(deviceId, parts) ?? {}).map(([part, value]) => [nameOf(part), value]),
      ),
  }
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
    decisionSource: lastDecision ? (lastDecision.proven ? 'proven' : 'reported') : '',
    validationsAllowed: validations?.allowed ?? '',
    validationsDenied: validations?.denied ?? '',
    medianSeconds: rhythm ? rhythm.medianMs / 1_000 : '',
  }
}
