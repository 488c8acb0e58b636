import { createHash, randomBytes } from 'node:crypto'

export type KeyKind = 'org' | 'agent'

export const KEY_CHARS_MAX = 256

/** SHA-256 of a key in hex. Keys carry 256 random bits, so that a plain hash is enough and a look-up leaks nothing. */
export const hashKey = (key: string) => createHash('sha256').update(key).digest('hex')

/** A new key: `org_…` or `org_agent_…` and 32 random bytes in base64url. */
export const makeKey = (kind: KeyKind) =>
  `${kind === 'agent' ? 'org_agent_' : 'org_'}${randomBytes(32).toString('base64url')}`
