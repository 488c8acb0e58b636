import type { DeviceStatus } from '../device'
import type { Person } from '../operation'
import type { NotOffered } from './agent-keys'
import type { Hold } from './devices'

/** A stop that was in force when the decision was made. `releasedAt`: it is not any more. */
export type StopAtDecision = {
  kind: Hold['kind'] | 'disable'
  operationId: string | null
  by: Person
  since: string
  reason: string | null
  releasedAt: string | null
}

/** `device`: as the last reading has it; null if it has none with this id. */
export type FoundDecision = {
  requestId: string
  deviceId?: string
  deviceIdCut: boolean
  call?: string
  allowed: boolean
  code: string
  at?: string | null
  agentKeyId?: string | null
  device: { status: DeviceStatus } | null
  stops: StopAtDecision[]
}

/** Newest first. `keptSince`: what was decided before is not known any more. */
export type FoundDecisions =
  | NotOffered
  | {
      offered: true
      authority: string
      decisions: FoundDecision[]
      more: boolean
      keptSince?: string | null
      kept?: number
      keptMax?: number
    }
