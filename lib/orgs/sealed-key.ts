/**
 * The text of a sealed org key, AES-256-GCM. `v2.KEY.PAYLOAD`: KEY is the id of the encryption key that opens it, PAYLOAD its nonce,
 * tag and ciphertext. Form, key and org are bound in as associated data: in the row of another org it opens nothing. `v1.PAYLOAD`,
 * which earlier versions wrote, names no key and binds in the org alone.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Secret } from '@/lib/domain/secret'

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
const ID_BYTES = 8
const FORM = /^(?:v1|v2\.([0-9a-f]{16}))\.([\w-]+)$/

/** One key of `CONSOLE_ENCRYPTION_KEY`. `id` shows nothing of it: 16 characters that messages may name. */
export type EncryptionKey = { id: string; bytes: Buffer }

/** A sealed text in its parts. `keyId`: null in the form that names none. */
export type SealedText = { keyId: string | null; payload: Buffer }

/** `length` bytes that follow from a key and a purpose, and show nothing of the key. */
export const deriveBytes = (from: string | Buffer, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', from, 'machineid-console', purpose, length))

/** @param secret at least 32 characters of randomness. */
export function toEncryptionKey(secret: Secret): EncryptionKey {
  const bytes = deriveBytes(secret.reveal(), 'org-key-vault', KEY_BYTES)
  return { bytes, id: deriveBytes(bytes, 'key id', ID_BYTES).toString('hex') }
}

/** Seals in the form of today, each time as another text. */
export function sealText(key: EncryptionKey, orgId: string, orgKey: Secret): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(boundIn(key.id, orgId))
  const body = Buffer.concat([cipher.update(orgKey.reveal(), 'utf8'), cipher.final()])
  return `v2.${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Undefined for a text that has neither form. */
export function readSealed(text: string): SealedText | undefined {
  const match = FORM.exec(text)
  if (!match) return undefined
  return { keyId: match[1] ?? null, payload: Buffer.from(match[2] as string, 'base64url') }
}

/** Undefined if this key did not seal it for this org, or if it was changed since. */
export function openSealed(key: EncryptionKey, orgId: string, { keyId, payload }: SealedText): Secret | undefined {
  try {
    const iv = payload.subarray(0, IV_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(boundIn(keyId, orgId)).setAuthTag(payload.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const body = Buffer.concat([decipher.update(payload.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return new Secret(body.toString('utf8'))
  } catch {
    // Node throws for a payload that is too short and for a tag that does not fit; neither opens.
    return undefined
  }
}

const boundIn = (keyId: string | null, orgId: string): Buffer =>
  Buffer.from(keyId === null ? orgId : `v2.${keyId}.${orgId}`)
