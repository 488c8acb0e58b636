/** What the record keeps of keys of devices: acts of people in the console, and what the authority reports. Never a key. */
import type { KeyPolicy } from './key-policy'

/** An act on all devices of an org, or on these, each by its id. `before` is null where it could not be read. */
export type DeviceKeyAct =
  | { act: 'policy'; before: KeyPolicy | null; after: KeyPolicy; darkMax?: number }
  | { act: 'release' | 'end' | 'lift'; count: number; devices: readonly string[]; deviceId?: string }

/** `unknown`: the authority did not answer. `changed`, `refused`: how many of the devices; the others were as asked before. */
export type DeviceKeyOutcome = {
  outcome: 'done' | 'refused' | 'unknown'
  code?: string
  changed?: number
  refused?: number
}

/** One event of the authority. `number` and `happenedAt` are its own. */
export type ReportedKeyEvent = {
  number: number
  happenedAt: string | null
  what: string
  deviceId?: string
  detail?: string
}

/**
 * Many at once: events `first` to `last` of the authority, which are without a gap; how many of each kind, and of which devices.
 */
export type ReportedKeyEvents = {
  first: number
  last: number
  since: string | null
  until: string | null
  counts: Record<string, number>
  devices: Record<string, string[]>
}

/** Events that the authority did not keep long enough, or `again`: it counts from one again, as it does in a new folder. */
export type LostKeyEvents = { first: number; last: number; again?: true }

/** What is done with an agent key; the key itself is never in the record. */
export type AgentKeyChange = { act: 'add' | 'revoke'; name: string | null; keyId: string | null; use?: 'enrolment' }
