/**
 * Lenient reading of what an authority sends: the first name that is there, if it has the right type. What is missing or of
 * another type is undefined, never a default. Only own properties count, so a field called `__proto__` is nothing special.
 */

export function field(body: unknown, ...names: string[]): unknown {
  if (typeof body !== 'object' || body === null) return undefined
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string
    const value = (body as Record<string, unknown>)[name]
    if (value !== undefined && Object.hasOwn(body, name)) return value
  }
  return undefined
}

export function textField(body: unknown, ...names: string[]): string | undefined {
  const value = field(body, ...names)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function booleanField(body: unknown, ...names: string[]): boolean | undefined {
  const value = field(body, ...names)
  return typeof value === 'boolean' ? value : undefined
}

/** A finite number that is not negative. */
export function countField(body: unknown, ...names: string[]): number | undefined {
  const value = field(body, ...names)
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

/** The same, where null means "no limit" or "none". */
export function countOrNullField(body: unknown, ...names: string[]): number | null | undefined {
  return field(body, ...names) === null ? null : countField(body, ...names)
}

const TIME_MS_MAX = 8.64e15
/** A number below this is in seconds: as milliseconds it would lie before 1973. */
const SECONDS_BELOW = 1e11

/** Epoch ms from ISO 8601, or from a number in seconds or milliseconds; null where the authority says never. */
export function timeField(body: unknown, ...names: string[]): number | null | undefined {
  const value = field(body, ...names)
  if (value === null) return null
  const ms =
    typeof value === 'string' && /^\d{4,}-/.test(value)
      ? Date.parse(value)
      : typeof value === 'number'
        ? value < SECONDS_BELOW
          ? value * 1000
          : value
        : Number.NaN
  return ms >= 0 && ms <= TIME_MS_MAX ? Math.round(ms) : undefined
}

/** `{allowed, denied}` where both are counts. */
export function countsField(body: unknown, name: string): { allowed: number; denied: number } | undefined {
  const counts = field(body, name)
  const allowed = countField(counts, 'allowed')
  const denied = countField(counts, 'denied')
  return allowed === undefined || denied === undefined ? undefined : { allowed, denied }
}
