import { timingSafeEqual } from 'node:crypto'
import { ADMIN_KEY_CHARS_MIN } from '@/lib/domain/defaults.mjs'
import { hashKey, KEY_CHARS_MAX } from './key-hash'

const SHAPE = new RegExp(`^[!-~]{${ADMIN_KEY_CHARS_MIN},${KEY_CHARS_MAX}}$`)

/** The end of a sentence that names the key. */
export const ADMIN_KEY_RULE = `must have ${ADMIN_KEY_CHARS_MIN} to ${KEY_CHARS_MAX} characters without spaces`

export const isAdminKey = (text: string): boolean => SHAPE.test(text)

/** The key that makes orgs and opens nothing else. Only its hash is held. */
export class AdminKey {
  readonly hash: string

  constructor(text: string) {
    this.hash = hashKey(text)
  }

  /** Whether a key as it was sent is this one. Takes as long for every wrong one: hashes are compared, and to their end. */
  is(sent: string): boolean {
    return timingSafeEqual(Buffer.from(hashKey(sent)), Buffer.from(this.hash))
  }
}
