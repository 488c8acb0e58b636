import type { AgentKey } from './agent-key'
import type { DeviceKey } from './device-key'
import { hashKey, KEY_CHARS_MAX, type KeyKind } from './key-hash'

/**
 * One accepted key. `validUntil` is set once it was superseded; `dead` is final, whatever the clock does later. `agentKey` is null
 * for other kinds, and so is `device`. `tag`: how the evidence of a device names it.
 */
export type AccessKey = {
  hash: string
  orgId: number
  kind: KeyKind
  validUntil: number | null
  dead: boolean
  agentKey: AgentKey | null
  device: DeviceKey | null
  tag: number
}

export type DeviceAccessKey = AccessKey & { device: DeviceKey }

/** Texts that are known: those of a whole fleet whose devices have keys of their own, some 150 bytes each. */
const SEEN_MAX = 200_000

/**
 * All accepted keys by hash. Keys that were right before are also found by their text, which spares the hot path a hash;
 * both lead to the same record, so that a key that is set dead is refused at its next use.
 */
export class KeyRing {
  private readonly byHash = new Map<string, AccessKey>()
  private readonly byOrg = new Map<number, Set<AccessKey>>()
  private readonly seen = new Map<string, AccessKey>()
  /** A key ended since the last sweep: the texts that are known need to be gone through. */
  private hasEnded = false
  /** Device keys are apart: there may be a hundred thousand, and what goes through all other keys need not go through them. */
  private readonly deviceByHash = new Map<string, DeviceAccessKey>()
  private readonly bySerial = new Map<number, DeviceAccessKey[]>()

  /** The live record of a key as it was sent, or null. */
  find(sent: string, now: number): AccessKey | null {
    const known = this.seen.get(sent)
    if (known && this.isLive(known, now)) return known
    if (sent.length > KEY_CHARS_MAX) return null
    const hash = hashKey(sent)
    const key = this.byHash.get(hash) ?? this.deviceByHash.get(hash)
    if (!key || !this.isLive(key, now)) return null
    if (this.seen.size >= SEEN_MAX) this.seen.clear()
    this.seen.set(sent, key)
    return key
  }

  isLive(key: AccessKey, now: number): boolean {
    if (key.dead) return false
    if (key.validUntil === null || now < key.validUntil) return true
    key.dead = true
    return false
  }

  add(key: AccessKey): void {
    this.byHash.set(key.hash, key)
    const ofOrg = this.byOrg.get(key.orgId)
    if (ofOrg) ofOrg.add(key)
    else this.byOrg.set(key.orgId, new Set([key]))
  }

  remove(key: AccessKey): void {
    this.hasEnded = true
    this.byHash.delete(key.hash)
    const ofOrg = this.byOrg.get(key.orgId)
    ofOrg?.delete(key)
    if (ofOrg?.size === 0) this.byOrg.delete(key.orgId)
  }

  /** The keys of a device that work: one, or two while the newer one was not used yet. */
  ofDevice(serial: number): readonly DeviceAccessKey[] {
    return this.bySerial.get(serial) ?? []
  }

  addOfDevice(key: DeviceAccessKey): void {
    const { serial } = key.device
    this.deviceByHash.set(key.hash, key)
    this.bySerial.set(serial, [...this.ofDevice(serial), key])
  }

  removeOfDevice(key: DeviceAccessKey): void {
    this.hasEnded = true
    this.deviceByHash.delete(key.hash)
    const left = this.ofDevice(key.device.serial).filter((other) => other !== key)
    if (left.length === 0) this.bySerial.delete(key.device.serial)
    else this.bySerial.set(key.device.serial, left)
  }

  /** The record of a key by its hash, also of a dead one that was not swept yet. */
  get(hash: string): AccessKey | undefined {
    return this.byHash.get(hash)
  }

  /** Every record of one org and kind, dead ones that were not swept yet included. */
  of(orgId: number, kind: KeyKind): AccessKey[] {
    return [...(this.byOrg.get(orgId) ?? [])].filter((key) => key.kind === kind)
  }

  /** What is known of every agent key. */
  agentKeys(): AgentKey[] {
    return [...this.byHash.values()].flatMap(({ agentKey }) => agentKey ?? [])
  }

  /** Records whose time is over and that can be forgotten. */
  expired(now: number): AccessKey[] {
    return [...this.byHash.values()].filter((key) => !this.isLive(key, now))
  }

  /** Forgets the texts of keys that are dead. */
  sweep(now: number): void {
    if (!this.hasEnded) return
    this.hasEnded = false
    for (const [text, key] of this.seen) if (!this.isLive(key, now)) this.seen.delete(text)
  }
}
