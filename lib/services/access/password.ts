/** Passwords: argon2id with the parameters that OWASP names (19 MiB, 2 passes, 1 lane). */
import { randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { passwordReadings, readNewPassword } from '@/lib/domain/sign-in/password'

const OPTIONS = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Nothing else makes a hash, so no password is set that a sign-in refuses. Rejects with RangeError, which names the rule. */
export async function hashPassword(text: string): Promise<string> {
  const read = readNewPassword(text)
  if ('fault' in read) throw new RangeError(`A password ${read.fault}.`)
  return hash(read.password, OPTIONS)
}

let decoy: Promise<string> | undefined

/** Takes as long for an unknown user as for a known one whose password is another. */
export async function checkPassword(stored: string | undefined, typed: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'))
  const against = stored ?? (await decoy)
  for (const reading of passwordReadings(typed))
    if (await verify(against, reading).catch(() => false)) return stored !== undefined
  return false
}

/** A password that can be read out over a phone: 20 letters and digits without look-alikes. */
export function makePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  const groups = Array.from({ length: 4 }, () =>
    Array.from(randomBytes(5), (byte) => alphabet[byte % alphabet.length]).join(''),
  )
  return groups.join('-')
}
