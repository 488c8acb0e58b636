/** Events of device keys in words, without actor and time. */
import { isolated } from '../ids/isolated'
import { shownId } from '../ids/shown-id'
import type { DeviceKeyAct, DeviceKeyOutcome, LostKeyEvents, ReportedKeyEvent, ReportedKeyEvents } from './key-record'

type Show = (id: string) => string

const number = (count: number) => count.toLocaleString('en')
const devices = (count: number) => (count === 1 ? '1 device' : `${number(count)} devices`)

const VERB = {
  release: (whom: string) => `let ${whom} get a new device key`,
  end: (whom: string) => `end the device keys of ${whom}`,
  lift: (whom: string) => `lift the id block of ${whom}`,
}

const DONE = {
  release: (whom: string) => `let ${whom} get a new device key`,
  end: (whom: string) => `ended the device keys of ${whom}`,
  lift: (whom: string) => `lifted the id block of ${whom}`,
}

const whomOf = ({ count, deviceId }: { count: number; deviceId?: string }, show: Show) =>
  deviceId === undefined ? devices(count) : show(deviceId)

const policyStep = ({ before, after }: { before: string | null; after: string }) =>
  `the key policy${before === null ? '' : ` from ${before}`} to ${after}`

/** What was asked for. */
export const keyActWords = (data: DeviceKeyAct, show: Show = shownId): string =>
  data.act === 'policy' ? `change ${policyStep(data)}` : VERB[data.act](whomOf(data, show))

/** What became of it. */
export function keyOutcomeWords(data: DeviceKeyAct & DeviceKeyOutcome, show: Show = shownId): string {
  const { outcome, code, changed, refused = 0 } = data
  if (outcome === 'refused')
    return `was refused by the authority to ${keyActWords(data, show)}${code ? ` (${code})` : ''}`
  if (outcome === 'unknown') return `tried to ${keyActWords(data, show)}; whether it took effect is not known`
  if (data.act === 'policy') return `changed ${policyStep(data)}`
  const rest = data.count - (changed ?? data.count)
  const left = refused > 0 ? `, ${number(refused)} refused` : rest > 0 ? `, ${number(rest)} without a change` : ''
  return `${DONE[data.act](whomOf(data, show))}${left}`
}

const WHAT: Record<string, (whom: string, detail: string | undefined) => string> = {
  policy: (_, detail) => `its key policy is ${detail ?? 'changed'}`,
  'device-key.issued': (whom) => `${whom} got its first device key`,
  'device-key.renewed': (whom) => `${whom} asked for a new device key`,
  'device-key.reissued': (whom) => `${whom} got a device key after a release`,
  'device-key.first-used': (whom) => `${whom} used its device key for the first time`,
  'device-key.released': (whom) => `${whom} was released to get a device key`,
  'device-key.ended': (whom) => `the device keys of ${whom} ended`,
  'device-key.refused': (whom, detail) => `${whom} was asked for ${times(detail)} with a key that is not its own`,
  'id.blocked': (whom) => `the id ${whom} is blocked, because its revoked device was removed`,
  'id.unblocked': (whom) => `the block of the id ${whom} was lifted`,
}

const times = (detail: string | undefined) =>
  detail === undefined || detail === '1' ? 'once' : `${number(Number(detail))} times`

/** One event of the authority. */
export function reportedWords({ what, deviceId, detail }: ReportedKeyEvent, show: Show = shownId): string {
  const whom = deviceId === undefined ? 'an id that is not named' : show(deviceId)
  return `read from the authority: ${WHAT[what]?.(whom, detail) ?? `${isolated(what)}${deviceId === undefined ? '' : ` of ${show(deviceId)}`}`}`
}

const MANY: Record<string, string> = {
  policy: 'changes of the key policy',
  'device-key.issued': 'first device keys',
  'device-key.renewed': 'new device keys asked for',
  'device-key.reissued': 'device keys after a release',
  'device-key.first-used': 'first uses',
  'device-key.released': 'releases',
  'device-key.ended': 'ends of device keys',
  'device-key.refused': 'refusals of other keys',
  'id.blocked': 'id blocks',
  'id.unblocked': 'lifted id blocks',
}

/** Many events of the authority at once. */
export function reportedManyWords({ first, last, counts }: ReportedKeyEvents): string {
  const parts = Object.entries(counts).map(([kind, count]) => `${number(count)} ${MANY[kind] ?? isolated(kind)}`)
  return `read from the authority ${number(last - first + 1)} events of keys: ${parts.join(', ')}`
}

/** Events that cannot be read any more. */
export const lostWords = ({ first, last, again }: LostKeyEvents): string =>
  again
    ? `found that the authority counts its events of keys from 1 again: what came after number ${number(last)} is not known`
    : `could not read the events of keys ${number(first)} to ${number(last)}: the authority does not keep them any more`
