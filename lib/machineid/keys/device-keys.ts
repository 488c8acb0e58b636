/**
 * Keys of devices, as far as an authority knows them (machineid.io does not). Times are epoch milliseconds; what a reply does not say
 * is absent.
 */
import type { KeyPolicy } from '@/lib/domain/keys/key-policy'

/** `keyed`: devices with a key; `dark`: active ones that are denied where every id needs its own. */
export type KeyPolicyState = {
  policy: KeyPolicy
  active?: number
  keyed?: number
  dark?: number
  enrolmentKeys?: number
  idBlocks?: number
}

/** `deviceKey`: it was given one and has not used it. `releasedUntil`: until when its next register gets one. */
export type DarkDevice = {
  deviceId: string
  lastValidatedAt?: number | null
  deviceKey?: boolean
  releasedUntil?: number | null
}

export type DarkDevices = { devices: DarkDevice[]; total: number; more: boolean }

/** The key of one device. `isReported`: the authority says whether there is one; it does not where all agents share a key. */
export type DeviceKey = {
  has: boolean
  isReported: boolean
  issuedAt?: number | null
  firstUsedAt?: number | null
  releasedUntil?: number | null
}

export type IdBlock = { deviceId: string; createdAt?: number | null }

/** What happened to keys. `detail`: a word that belongs to the kind. */
export type KeyEvent = {
  number: number
  at?: number | null
  kind: string
  deviceId: string | null
  detail: string | null
}

/** `lost`: events behind the number that was given are no longer kept. `last`: the number of the latest of all. */
export type KeyEvents = { events: KeyEvent[]; more: boolean; last: number; lost: boolean }
