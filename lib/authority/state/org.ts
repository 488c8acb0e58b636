import type { KeyPolicy } from '@/lib/domain/keys/key-policy'
import { ChangeChain } from './change-chain'
import { DeviceTable } from './device-table'
import { Tombstones } from './tombstones'

/** How far ahead of the revisions in use the reserved ones reach on disk; a crash leaps over the rest. */
export const REVISION_LEAP = 100_000_000

export type OrgRow = {
  id: number
  tag: string
  deviceLimit: number
  planState: string
  disabled: boolean
  changedAt: number | null
  reason: string | null
  reservedRevision: number
  createdAt: number
  /** Only for who holds the admin key; null where none was given. */
  name: string | null
  keyPolicy: KeyPolicy
}

/** One org in memory: what every decision is made from. */
export class Org {
  readonly id: number
  readonly tag: string
  readonly deviceLimit: number
  readonly planState: string
  readonly createdAt: number
  readonly name: string | null
  keyPolicy: KeyPolicy
  disabled: boolean
  changedAt: number | null
  reason: string | null
  /** The last revision in use, and the last one that may be used before more are reserved on disk. */
  revision: number
  reservedRevision: number
  activeCount = 0
  allowed = 0
  denied = 0
  registrations = 0
  readonly devices = new DeviceTable()
  readonly chain = new ChangeChain()
  readonly tombstones: Tombstones
  /** Ids that no register adds until a person lifts the block, each with when its revoked device was removed (epoch ms). */
  readonly idBlocks = new Map<string, number>()
  /** Until when (epoch ms) an enrolment key gets one more device key for a device, by the serial of the device. */
  readonly keyReleases = new Map<number, number>()
  /** The number of the last event of keys. */
  keyEvents = 0

  constructor(
    row: OrgRow,
    private readonly reserve: (org: Org) => void,
  ) {
    this.id = row.id
    this.tag = row.tag
    this.deviceLimit = row.deviceLimit
    this.planState = row.planState
    this.createdAt = row.createdAt
    this.name = row.name
    this.keyPolicy = row.keyPolicy
    this.disabled = row.disabled
    this.changedAt = row.changedAt
    this.reason = row.reason
    this.revision = row.reservedRevision
    this.reservedRevision = row.reservedRevision
    this.tombstones = new Tombstones(row.reservedRevision)
  }

  /** The next revision. Reserves more on disk when none are left, and throws when that fails: then nothing is decided. */
  nextRevision(): number {
    if (this.revision >= this.reservedRevision) this.reserve(this)
    this.revision += 1
    return this.revision
  }

  get planTier(): string {
    return { 3: 'free', 25: 'pro', 250: 'scale', 1000: 'max' }[this.deviceLimit] ?? 'custom'
  }
}
