/**
 * What a password is, wherever one is set or checked: the OpaqueString profile of RFC 8265. Every space is U+0020, letters
 * are composed (NFC), and nothing else is changed: case, width and look-alikes count. Length is counted in code points.
 */

export const PASSWORD_CHARS_MIN = 10
export const PASSWORD_CHARS_MAX = 256

/** Beyond it nothing is compared: no password that was ever set is so long. */
const TYPED_UNITS_MAX = 8 * PASSWORD_CHARS_MAX

/** Controls, halves of surrogate pairs, line separators, and what this version of Unicode does not know. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u
/** Invisible characters, which a person cannot retype, but for the joiners and the selector that emoji and some scripts need. */
const INVISIBLE = /(?!\u200c|\u200d|\ufe0f)\p{DI}/u

/** The one form in which a password is hashed. */
const prepared = (text: string): string => text.replace(/\p{Zs}/gu, ' ').normalize('NFC')

const lengthOf = (text: string): number => [...text].length

/** The form to hash, or why this text cannot be a password, to be read after the name of the field. */
export function readNewPassword(text: string): { password: string } | { fault: string } {
  const password = prepared(text)
  const hidden = FORBIDDEN.exec(password)?.[0] ?? INVISIBLE.exec(password)?.[0]
  if (hidden !== undefined)
    return { fault: `must have no character that is invisible or that a sign-in form cannot take (${codeOf(hidden)})` }
  if (lengthOf(password) < PASSWORD_CHARS_MIN) return { fault: `must have at least ${PASSWORD_CHARS_MIN} characters` }
  if (lengthOf(password) > PASSWORD_CHARS_MAX) return { fault: `must have at most ${PASSWORD_CHARS_MAX} characters` }
  return { password }
}

/**
 * What a typed text may be the password of, likeliest first: its prepared form; and, for hashes of before there was one, the
 * text as typed, composed and decomposed. Nothing is cut: a text that is too long is no password.
 */
export function passwordReadings(typed: string): string[] {
  if (typed.length > TYPED_UNITS_MAX) return []
  const readings = new Set<string>()
  const form = prepared(typed)
  if (lengthOf(form) <= PASSWORD_CHARS_MAX) readings.add(form)
  for (const old of [typed, typed.normalize('NFC'), typed.normalize('NFD')])
    if (old.length <= PASSWORD_CHARS_MAX) readings.add(old)
  return [...readings]
}

const codeOf = (char: string): string =>
  `U+${(char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`
