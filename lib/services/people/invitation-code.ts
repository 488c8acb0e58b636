/** The code in the link of an invitation. It is shown once; the store has its digest alone. */
import { createHash, randomBytes } from 'node:crypto'

const CODE_BYTES = 32
export const CODE = /^[\w-]{43}$/

export const mintCode = (): string => randomBytes(CODE_BYTES).toString('base64url')
export const digestOf = (code: string): string => createHash('sha256').update(code).digest('hex')
