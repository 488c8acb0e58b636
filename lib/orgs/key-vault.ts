/**
 * Seals org keys for the store with AES-256-GCM. The org id is bound in as associated data, so that ciphertexts cannot be
 * swapped between orgs; a wrong key or a flipped bit opens nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'

const IV_BYTES = 12
const TAG_BYTES = 16
const VERSION = 'v1'

export type KeyVault = {
  seal: (orgId: string, key: Secret) => string
  /** @throws AppError `internal` when the text does not open with this encryption key. */
  open: (orgId: string, ciphertext: string) => Secret
  /** Always the same 32 characters for the same text and encryption key: a call that makes a key can be repeated. */
  derive: (text: string) => string
}

/** @param encryptionKey `CONSOLE_ENCRYPTION_KEY`: at least 32 characters of randomness. */
export function createKeyVault(encryptionKey: Secret): KeyVault {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey.reveal(), 'machineid-console', 'org-key-vault', 32))
  return {
    derive: (text) =>
      Buffer.from(hkdfSync('sha256', key, 'machineid-console', `derived ${text}`, 24)).toString('base64url'),
    seal(orgId, orgKey) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(orgId))
      const body = Buffer.concat([cipher.update(orgKey.reveal(), 'utf8'), cipher.final()])
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(orgId, ciphertext) {
      try {
        const [version, payload] = ciphertext.split('.')
        if (version !== VERSION || !payload) throw new Error('unknown form')
        const bytes = Buffer.from(payload, 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(orgId)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
        const body = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
        return new Secret(body.toString('utf8'))
      } catch (cause) {
        throw new AppError(
          'internal',
          'The stored org key does not open with CONSOLE_ENCRYPTION_KEY. Set the key that this database was written with, or enter the org key anew.',
          { cause },
        )
      }
    },
  }
}
