/** A device id that is being made up, part by part of the org's id pattern. */
import { DEVICE_ID_CHARS_MAX, hasControls } from '../ids/device-id'
import { isRegistrable } from '../ids/listed-id'

const USUAL: Readonly<Record<string, string>> = { env: 'dev', role: 'runner', instance: '01' }

/** The values to begin with: those that every fleet has, else nothing. `framework`: the value of the part of that name. */
export const usualParts = (names: readonly string[], framework: string): string[] =>
  names.map((name) => (name === 'framework' ? framework : (USUAL[name] ?? '')))

/** The values of an id, as many as the pattern has; null where it has another number of parts. */
export function splitId(id: string, names: readonly string[]): string[] | null {
  const values = id.split(':')
  return values.length === names.length ? values : null
}

/** Why an id cannot be registered as it is written; null where it can. A pattern with an empty part is not met. */
export function idFault(id: string, names: readonly string[]): string | null {
  const values = splitId(id, names)
  const missing = values ? names.filter((_, at) => values[at]?.trim() === '') : []
  if (missing.length > 0) return `Fill in ${missing.join(' and ')}.`
  if (hasControls(id)) return 'An id has no line break and no control character.'
  if (id.length > DEVICE_ID_CHARS_MAX)
    return `An id has at most ${DEVICE_ID_CHARS_MAX} characters; this one has ${id.length}.`
  if (id !== id.trim()) return 'An id has no white space at its ends.'
  return isRegistrable(id) ? null : 'This is no id that an authority registers.'
}

/** Why a text cannot be one part of an id; null where it can. */
export const partFault = (value: string): string | null =>
  value.includes(':') ? 'A part has no colon: it separates the parts.' : null
