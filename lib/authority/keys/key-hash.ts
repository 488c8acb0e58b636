import { createHash, randomBytes } from 'node:crypto'

/** A device key is good for one id; agent keys, those for enrolment included, are of the org. */
export type KeyKind = 'org' | 'agent' | 'device'

/** The kinds that a caller may choose a key of. */
export type ChosenKeyKind = Exclude<KeyKind, 'device'>

export const KEY_CHARS_MAX = 256

/** SHA-256 of a key in hex. Keys carry 256 random bits, so that a plain hash is enough and a look-up leaks nothing. */
export const hashKey = (key: string) => createHash('sha256').update(key).digest('hex')

const PREFIXES = { org: 'org_', agent: 'org_agent_', enrolment: 'org_enrol_', device: 'org_device_' } as const

/** A new key: what says which it is, and 32 random bytes in base64url. */
export const makeKey = (kind: keyof typeof PREFIXES) => `${PREFIXES[kind]}${randomBytes(32).toString('base64url')}`
