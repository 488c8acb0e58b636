/** Keys of devices as the console's own API answers. Times in ISO 8601 UTC; absent: not reported; null: none. */
import type { KeyPolicy } from '../keys/key-policy'
import type { NotOffered } from './agent-keys'

type Offered<Found> = NotOffered | (Found & { offered: true; authority: string })

/** `dark`: active devices that have not used a key of their own, and are denied where every id needs one. */
export type KeyPolicyView = Offered<{
  policy: KeyPolicy
  active?: number
  keyed?: number
  dark?: number
  enrolmentKeys?: number
  idBlocks?: number
}>

/** `deviceKey`: it was given a key and has not used it. `releasedUntil`: until when its next register gets one. */
export type DarkDeviceView = {
  deviceId: string
  lastValidatedAt?: string | null
  deviceKey?: boolean
  releasedUntil?: string | null
}

/** A page by id. `more`: there are others behind the last one. */
export type KeyReview = Offered<{ devices: DarkDeviceView[]; total: number; more: boolean }>

/** `state`: `shared` where the org has no device keys, `unlisted` where the authority has no such id. */
export type DeviceKeyView = Offered<{
  state: 'own' | 'none' | 'shared' | 'unlisted'
  issuedAt?: string | null
  firstUsedAt?: string | null
  releasedUntil?: string | null
}>

export type IdBlockList = Offered<{ blocks: { deviceId: string; createdAt?: string | null }[] }>

/** What became of an act on devices. `failed`: those that the authority refused or did not answer for. */
export type KeyActResult = {
  changed: number
  unchanged: number
  failed: { deviceId: string; code?: string; message?: string }[]
}

export type KeyPolicyResult = { policy: KeyPolicy; changed: boolean | null }
