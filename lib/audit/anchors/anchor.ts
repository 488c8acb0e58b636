/**
 * An anchor is a signed statement, kept elsewhere, of what the record was at a time: the last event of every chain. A person
 * who changes the record afterwards cannot change what was anchored.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '@/lib/store/audit/audit-chain'
import type { AuditHeadRow } from '@/lib/store/rows/audit-rows'

const Head = z.strictObject({ chain: z.string(), sequence: z.int().min(0), hash: z.string().length(64) })

const Anchor = z.strictObject({
  version: z.literal(1),
  /** When it was made, ISO 8601 UTC. */
  at: z.iso.datetime(),
  heads: z.array(Head),
  /** SHA-256 of the anchor before it; null for the first that this console knows of. */
  previous: z.string().nullable(),
  /** SHA-256 of the public key, in hex. */
  key: z.string(),
  /** Ed25519 over the canonical JSON of all the rest, in base64. */
  signature: z.string(),
})
export type Anchor = z.output<typeof Anchor>

/** Fingerprint of a key: SHA-256 of its public half in DER form, in hex. */
export const fingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }))
    .digest('hex')

/** @param privateKey Ed25519. */
export function signAnchor(
  privateKey: KeyObject,
  heads: readonly AuditHeadRow[],
  previous: Anchor | null,
  now: number,
): Anchor {
  const body = {
    version: 1 as const,
    at: new Date(now).toISOString(),
    heads: heads.map(({ chain, sequence, hash }) => ({ chain, sequence, hash })),
    previous: previous && anchorHash(previous),
    key: fingerprint(privateKey),
  }
  return { ...body, signature: sign(null, Buffer.from(canonicalJson(body)), privateKey).toString('base64') }
}

export function isSignedBy(publicKey: KeyObject, { signature, ...body }: Anchor): boolean {
  return (
    body.key === fingerprint(publicKey) &&
    verify(null, Buffer.from(canonicalJson(body)), publicKey, Buffer.from(signature, 'base64'))
  )
}

export const anchorHash = (anchor: Anchor): string => createHash('sha256').update(canonicalJson(anchor)).digest('hex')

/** One line of an anchor file; null when it is none. */
export function parseAnchor(line: string): Anchor | null {
  try {
    return Anchor.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
