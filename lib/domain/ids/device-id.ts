/**
 * The grammar of a device id as a register takes it: 1 to 256 characters after trimming, no control characters, anything
 * else in Unicode kept as sent. (What an authority lists may be anything: `listed-id.ts`.) Its parts come from the org's id
 * pattern; an id that does not fit has no parts (`shape:other`).
 */

export const DEVICE_ID_CHARS_MAX = 256
export const DEFAULT_ID_PATTERN = '{framework}:{env}:{role}:{instance}'

/** C0, DEL, C1, line and paragraph separators, and lone surrogates: what no label may contain. */
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** True for a text that a line, a form or a database may not keep as it is. */
export const hasControls = (text: string): boolean => FORBIDDEN.test(text)

/** The one sentence that every refusal of an id uses. */
export const DEVICE_ID_RULE = `deviceId must be 1 to ${DEVICE_ID_CHARS_MAX} characters without control characters`

/** Returns the id as it is kept (trimmed), or null when it is no legal device id. */
export function readDeviceId(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const id = value.trim()
  if (id.length === 0 || id.length > DEVICE_ID_CHARS_MAX || hasControls(id)) return null
  return id
}

/** Part names of an id pattern, in order: `{framework}:{env}` → `['framework', 'env']`. Throws on anything else. */
export function patternParts(pattern: string): string[] {
  const parts = pattern.split(':').map((part) => /^\{([a-z][a-z0-9-]*)\}$/.exec(part)?.[1])
  if (parts.some((part) => !part) || new Set(parts).size !== parts.length) {
    throw new RangeError(`id pattern must be distinct {names} joined by ":", such as ${DEFAULT_ID_PATTERN}`)
  }
  return parts as string[]
}

/** True for what `patternParts` takes. */
export function isPattern(pattern: string): boolean {
  try {
    return pattern.length <= PATTERN_CHARS_MAX && patternParts(pattern).length > 0
  } catch {
    return false
  }
}

const PATTERN_CHARS_MAX = 256

/** The parts of an id by the org's part names, or null where the id does not fit the pattern. */
export function deviceParts(id: string, names: readonly string[]): Record<string, string> | null {
  const values = id.split(':')
  if (values.length !== names.length || values.some((value) => value === '')) return null
  return Object.fromEntries(names.map((name, index) => [name, values[index] as string]))
}
