/** Rotation of keys and who uses which, as far as an authority offers it. Times are epoch milliseconds; what a reply does not say is absent. */
import type { RotatedKind } from '@/lib/domain/keys/rotation'
import type { Secret } from '@/lib/domain/secret'

/** `overlapSeconds` 0 to 86,400: how long the previous key still works. `agentKeyId`: which one, where several agent keys work. */
export type RotateKeyInput = { overlapSeconds?: number; kind?: RotatedKind; agentKeyId?: string }
export type RotatedKey = {
  key: Secret
  agentKeyId?: string
  previousKeyValidUntil?: number | null
  requestId?: string
}

/** A key whose users are asked for. Without an id: all agent keys together. */
export type WhichKey = { kind: 'org' } | { kind: 'agent'; agentKeyId?: string }

/** `asking`: it validated since the current key was made. */
export type KeyUser = { deviceId: string; lastValidatedAt?: number | null; revoked?: boolean; asking?: boolean }

/**
 * Devices by the key of their last validate: the current one, or one that it replaced; the latest of each by id. `unknown`: their key was
 * not noted. `callerValidUntil`: until when the key of this call works; null if nothing has replaced it.
 */
export type KeyUsers = {
  previousValidUntil?: number | null
  callerValidUntil?: number | null
  counts: { current: number; replaced: number; asking: number; unknown: number }
  current: KeyUser[]
  replaced: KeyUser[]
}
