/**
 * Lenient reading of what an authority sends: the first name that is there, if it has the right type. What is missing or of
 * another type is undefined, never a default. Only own properties count, so a field called `__proto__` is nothing special.
 */
import { readTime } from './read-time'

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

/** A time as `readTime` reads it. */
export const timeField = (body: unknown, ...names: string[]): number | null | undefined =>
  readTime(field(body, ...names))

/** `{allowed, denied}` where both are counts. */
export function countsField(body: unknown, name: string): { allowed: number; denied: number } | undefined {
  const counts = field(body, name)
  const allowed = countField(counts, 'allowed')
  const denied = countField(counts, 'denied')
  return allowed === undefined || denied === undefined ? undefined : { allowed, denied }
}
