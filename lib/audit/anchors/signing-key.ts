import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '@/lib/domain/errors'

/**
 * The Ed25519 key that signs anchors, PEM (PKCS #8), made once with mode 600; its public half is put beside it (`.pub`) for
 * verification. @throws AppError `internal` when the file is no such key.
 */
export function openSigningKey(path: string): KeyObject {
  if (!existsSync(path)) makeKey(path)
  try {
    const key = createPrivateKey(readFileSync(path))
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is ${key.asymmetricKeyType}, not ed25519`)
    return key
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError(
      'internal',
      `AUDIT_SIGNING_KEY_FILE ${path} is no Ed25519 private key (${why}). Restore it from its backup; a new key begins new anchors.`,
      { cause },
    )
  }
}

function makeKey(path: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(`${path}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 })
}
