/** Passwords: argon2id with the parameters that OWASP names (19 MiB, 2 passes, 1 lane). */
import { randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'

const OPTIONS = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const PASSWORD_CHARS_MIN = 10
export const PASSWORD_CHARS_MAX = 256

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS)

let decoy: Promise<string> | undefined

/** Takes as long for an unknown user as for a known one. */
export async function checkPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'))
  const matches = await verify(stored ?? (await decoy), password).catch(() => false)
  return stored !== undefined && matches
}

/** A password that can be read out over a phone: 20 letters and digits without look-alikes. */
export function makePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  const groups = Array.from({ length: 4 }, () =>
    Array.from(randomBytes(5), (byte) => alphabet[byte % alphabet.length]).join(''),
  )
  return groups.join('-')
}
