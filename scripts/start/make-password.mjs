import { randomBytes } from 'node:crypto'

/** Four groups of five without look-alikes: can be read out over a phone. */
export function makePassword() {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 4 }, () =>
    Array.from(randomBytes(5), (byte) => alphabet[byte % alphabet.length]).join(''),
  ).join('-')
}
