import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Seals as versions did whose texts name no key: `v1.` and nonce, tag and ciphertext, with the org id as associated data. */
export function sealedBefore(encryptionKey: string, orgId: string, orgKey: string): string {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey, 'machineid-console', 'org-key-vault', 32))
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(orgId))
  const body = Buffer.concat([cipher.update(orgKey, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}
