/** `CONSOLE_ENCRYPTION_KEY` as it is given: one key, or several between commas or line breaks. */
import { Secret } from '@/lib/domain/secret'

const CHARS_MIN = 32

/** The first seals, all open. */
export type EncryptionKeys = readonly [first: Secret, ...older: Secret[]]

/** @returns the keys, or a sentence for each fault, without anything of a key. */
export function readEncryptionKeys(text: string): { keys: EncryptionKeys } | { faults: string[] } {
  const whole = text.trim()
  const parts = whole.split(/,|\r?\n/).map((part) => part.trim())
  const faults = parts.flatMap((part, at) => faultOf(part, at, parts) ?? [])
  if (faults.length > 0) return { faults }
  const [first, ...older] = parts.map((part) => new Secret(part)) as [Secret, ...Secret[]]
  // Before there could be several keys, a comma was a character of the one key: what that sealed goes on opening.
  const before = parts.length > 1 ? [new Secret(whole)] : []
  return { keys: [first, ...older, ...before] }
}

function faultOf(part: string, at: number, parts: readonly string[]): string | undefined {
  const which = `key ${at + 1} of ${parts.length}`
  if ([...part].length < CHARS_MIN && parts.length === 1)
    return `CONSOLE_ENCRYPTION_KEY must have at least ${CHARS_MIN} characters`
  if (part === '') return `${which} is empty; a comma or a line break separates two keys`
  if ([...part].length < CHARS_MIN)
    return `${which} must have at least ${CHARS_MIN} characters; a comma or a line break separates two keys`
  const same = parts.indexOf(part)
  if (same < at)
    return `${which} is the same as key ${same + 1}; put a new key first, and the one that it replaces behind it`
  return undefined
}
