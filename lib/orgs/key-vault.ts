/**
 * Seals org keys for the store, and opens them, with the keys of `CONSOLE_ENCRYPTION_KEY`: the first seals, all open. A text that
 * was sealed for another org, with a key that is not there, or that was changed, opens nothing.
 */
import { AppError } from '@/lib/domain/errors'
import type { Secret } from '@/lib/domain/secret'
import { deriveBytes, type EncryptionKey, openSealed, readSealed, sealText, toEncryptionKey } from './sealed-key'

const DERIVED_BYTES = 24

/**
 * What a sealed text is to this vault, and which key is its own. `current`: it opens, sealed as the vault seals today. `older`: it
 * opens, by a key behind the first or in an earlier form. `unknown-key`: no key here opens it; `keyId` is null if it names none.
 * `damaged`: its key is here and does not open it, or it is no sealed text.
 */
export type Sealing =
  | { state: 'current' | 'older'; keyId: string }
  | { state: 'unknown-key' | 'damaged'; keyId: string | null }

export type KeyVault = {
  /** Ids of the keys, the one that seals first. */
  keyIds: readonly string[]
  seal: (orgId: string, key: Secret) => string
  /** @throws AppError `internal` when the text opens with none of the keys. */
  open: (orgId: string, ciphertext: string) => Secret
  /** Never throws, and shows nothing of the org key. */
  examine: (orgId: string, ciphertext: string) => Sealing
  /** Always the same 32 characters for the same text and first key: a call that makes a key can be repeated. */
  derive: (text: string) => string
}

type Looked = Sealing & { opened?: Secret }

/** @param first seals and opens; `older` only open. Each has at least 32 characters of randomness. */
export function createKeyVault(first: Secret, ...older: readonly Secret[]): KeyVault {
  const sealing = toEncryptionKey(first)
  const keys: readonly EncryptionKey[] = [sealing, ...older.map(toEncryptionKey)]

  function look(orgId: string, ciphertext: string): Looked {
    const sealed = readSealed(ciphertext)
    if (!sealed) return { state: 'damaged', keyId: null }
    const { keyId } = sealed
    const mayOpen = keyId === null ? keys : keys.filter(({ id }) => id === keyId)
    for (const key of mayOpen) {
      const opened = openSealed(key, orgId, sealed)
      if (opened) return { state: keyId === sealing.id ? 'current' : 'older', keyId: key.id, opened }
    }
    return { state: keyId === null || mayOpen.length === 0 ? 'unknown-key' : 'damaged', keyId }
  }

  return {
    keyIds: keys.map(({ id }) => id),
    seal: (orgId, orgKey) => sealText(sealing, orgId, orgKey),
    open(orgId, ciphertext) {
      const { opened } = look(orgId, ciphertext)
      if (opened) return opened
      throw new AppError(
        'internal',
        'The stored org key does not open with CONSOLE_ENCRYPTION_KEY. Set the key that this database was written with, or enter the org key anew.',
      )
    },
    examine(orgId, ciphertext) {
      const { opened: _, ...found } = look(orgId, ciphertext)
      return found
    },
    derive: (text) => deriveBytes(sealing.bytes, `derived ${text}`, DERIVED_BYTES).toString('base64url'),
  }
}
