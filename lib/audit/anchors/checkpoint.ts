/**
 * A checkpoint replaces the events that retention dropped from the front of a chain: a signed statement of where the chain goes
 * on. It is no anchor, and an anchor is no checkpoint: else a person who has the anchors could drop what they prove.
 */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import { canonicalJson } from '@/lib/store/audit/audit-chain'
import type { AuditCheckpointRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import { fingerprint } from './anchor'

const Checkpoint = z.strictObject({
  version: z.literal(1),
  purpose: z.literal('checkpoint'),
  /** When the events up to here were dropped, ISO 8601 UTC. */
  at: z.iso.datetime(),
  chain: z.string(),
  /** Of the last event that was dropped, and its hash. */
  sequence: z.int().min(1),
  hash: z.string().length(64),
  /** SHA-256 of the public key, in hex. */
  key: z.string(),
  /** Ed25519 over the canonical JSON of all the rest, in base64. */
  signature: z.string(),
})
export type Checkpoint = z.output<typeof Checkpoint>

/** @param privateKey Ed25519. @param now epoch ms. */
export function signCheckpoint(
  privateKey: KeyObject,
  { chain, sequence, hash }: AuditHeadRow,
  now: number,
): Checkpoint {
  const at = new Date(now).toISOString()
  const key = fingerprint(createPublicKey(privateKey))
  const body = { version: 1 as const, purpose: 'checkpoint' as const, at, chain, sequence, hash, key }
  return { ...body, signature: sign(null, Buffer.from(canonicalJson(body)), privateKey).toString('base64') }
}

/** Where its chain goes on. @throws AppError `conflict` when it is no checkpoint signed with the key. */
export function headOfCheckpoint(given: unknown, publicKey: KeyObject): AuditHeadRow {
  const { data: checkpoint } = Checkpoint.safeParse(given)
  if (!checkpoint || !isSigned(checkpoint, publicKey))
    throw new AppError('conflict', 'The checkpoint that replaces dropped events is not signed with this key.')
  const { chain, sequence, hash } = checkpoint
  return { chain, sequence, hash }
}

function isSigned({ signature, ...body }: Checkpoint, publicKey: KeyObject): boolean {
  const signed = Buffer.from(canonicalJson(body))
  return body.key === fingerprint(publicKey) && verify(null, signed, publicKey, Buffer.from(signature, 'base64'))
}

/** Where each chain of a database begins. @throws AppError `conflict` when a row is not what was signed. */
export function startHeads(rows: readonly AuditCheckpointRow[], publicKey: KeyObject): AuditHeadRow[] {
  return rows.map((row) => {
    const head = headOfCheckpoint(JSON.parse(row.signed), publicKey)
    if (head.chain === row.chain && head.sequence === row.sequence && head.hash === row.hash) return head
    throw new AppError('conflict', 'The checkpoint that replaces dropped events is not the one that was signed.')
  })
}
