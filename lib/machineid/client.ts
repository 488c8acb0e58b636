/**
 * What the console can request of an authority, in the console's own words. Every method rejects with `UpstreamError` and
 * nothing else; a denied validate and a refused batch item are data.
 */
import type { CallOutcome } from '@/lib/domain/call-outcome'
import type { Device } from '@/lib/domain/device'
import type { AgentKeyUse, KeyPolicy } from '@/lib/domain/keys/key-policy'
import type { DeviceSink } from './device-list-body'
import type { AddedAgentKey, AgentKey, DecisionQuery, Decisions, WrongKeys } from './keys/agent-access'
import type { DarkDevices, DeviceKey, IdBlock, KeyEvents, KeyPolicyState } from './keys/device-keys'
import type { KeyUsers, RotatedKey, RotateKeyInput, WhichKey } from './keys/key-rotation'

/**
 * `lane: 'stop'` uses the stop calls' own connections and shorter deadline (default for revoke, revokeBatch and
 * orgDisable). `timeoutMs` covers the whole call, retries included. `retries` only works on idempotent reads.
 */
export type CallOptions = { signal?: AbortSignal; timeoutMs?: number; lane?: 'normal' | 'stop'; retries?: 0 | 1 }

/** An acknowledged change of state. `changed: false` is a repeat; absent where this authority does not report it. */
export type StateChange = { changed?: boolean; revision?: number; requestId?: string }

/** `unknown`: the reply did not contain this id, or contradicted itself about it. Only a later reading shows its state. */
export type BatchItem = {
  deviceId: string
  outcome: Extract<CallOutcome, 'accepted' | 'refused' | 'unknown'>
  changed?: boolean
  code?: string
  message?: string
}

/** One item per requested id, in the order requested. `unasked` counts items of the reply that were not requested. */
export type BatchResult = { revision?: number; requestId?: string; results: BatchItem[]; unasked: number }

/** Plan and counters; absent where this authority does not report it. `planTier` and `planState` are shown as they came. */
export type Usage = {
  planTier?: string
  planState?: string
  accessUntil?: number | null
  limit?: number | null
  devicesUsed?: number
  remaining?: number | null
  overLimit?: boolean
  softGraceWindow?: unknown
  validations?: { allowed: number; denied: number }
  registrations?: number
}

export type OrgStatus = {
  execution: 'enabled' | 'disabled' | 'unknown'
  changedAt?: number | null
  reason?: string | null
  revision?: number
  /** The authority's clock when it answered. */
  now?: number
  requestId?: string
}

export type OrgChange = OrgStatus & { changed?: boolean }

export type Registered = {
  status: 'created' | 'exists' | 'restored'
  deviceId: string
  usage: Usage
  requestId?: string
}

export type Validated = { allowed: boolean; code: string; reason?: string; requestId?: string }

/** `notModified`: the etag still matches, nothing else is set. `removed` only in a reply to `since`. */
export type DeviceListHead = {
  notModified: boolean
  /** True only for an answer to `since` that is one; an authority that ignores `since` answers with the whole list. */
  delta: boolean
  removed: string[]
  /** Entries of the list; of them those that are no device, and devices that a later one with the same id replaced. */
  entries: number
  unreadable: number
  duplicates: number
  revision?: number
  now?: number
  etag?: string
  requestId?: string
  /** Console's clock when the reply began: how old the list is at least. */
  receivedAt: number
}

export type DeviceList = DeviceListHead & { devices: Device[] }

/** `since` rejects with upstreamStatus 410 when that revision is too old. */
export type WholeInput = { since?: number; etag?: string }
/** `deviceIds` at most 500. */
export type ListInput = WholeInput & { deviceIds?: readonly string[] }

/** Each rejects with `upstream-unsupported` where the authority does not offer it. */
export type AgentAccessCalls = {
  agentKeys(options?: CallOptions): Promise<AgentKey[]>
  /** `requestId`: a call with the one of an earlier call adds nothing. */
  addAgentKey(
    input: { name: string; requestId: string; use?: AgentKeyUse },
    options?: CallOptions,
  ): Promise<AddedAgentKey>
  /** An unknown id is `upstream-denied` with the code `agent_key_not_found`. */
  revokeAgentKey(id: string, options?: CallOptions): Promise<{ changed?: boolean }>
  wrongKeys(options?: CallOptions): Promise<WrongKeys>
  decisions(query: DecisionQuery, options?: CallOptions): Promise<Decisions>
}

/** Each rejects with `upstream-unsupported` where the authority does not offer it. */
export type KeyRotationCalls = {
  /** Never sent twice. A lost reply loses the new key: the previous one works for the overlap, and finds another with it. */
  rotateKey(input?: RotateKeyInput, options?: CallOptions): Promise<RotatedKey>
  /** Ends the overlap of a rotation now. */
  endPreviousKeys(
    which: { kind: 'org' } | { kind: 'agent'; agentKeyId: string },
    options?: CallOptions,
  ): Promise<{ ended?: number }>
  keyUsers(which: WhichKey, options?: CallOptions): Promise<KeyUsers>
}

/** Each rejects with `upstream-unsupported` where the authority knows no keys of devices. A batch has at most 500 ids. */
export type DeviceKeyCalls = {
  deviceKeys(options?: CallOptions): Promise<KeyPolicyState>
  /** `darkMax`: the number of the review. If more devices would be denied, it is `upstream-denied` with `more_go_dark`. */
  setKeyPolicy(input: { policy: KeyPolicy; darkMax?: number }, options?: CallOptions): Promise<{ changed?: boolean }>
  /** Active devices that have not used a key of their own, a page of at most 500 by id, behind the id `after`. */
  darkDevices(after: string | null, options?: CallOptions): Promise<DarkDevices>
  /** Null for an id that is not listed. */
  deviceKeyOf(deviceId: string, options?: CallOptions): Promise<DeviceKey | null>
  releaseDeviceKeys(deviceIds: readonly string[], options?: CallOptions): Promise<BatchResult>
  endDeviceKeys(deviceIds: readonly string[], options?: CallOptions): Promise<BatchResult>
  idBlocks(options?: CallOptions): Promise<IdBlock[]>
  liftIdBlocks(deviceIds: readonly string[], options?: CallOptions): Promise<BatchResult>
  /** What came after the event of this number. */
  keyEvents(after: number, options?: CallOptions): Promise<KeyEvents>
}

export type MachineIdClient = AgentAccessCalls &
  DeviceKeyCalls &
  KeyRotationCalls & {
    /** Where it talks to, without credentials: shown on every page. */
    readonly authority: string
    register(deviceId: string, options?: CallOptions): Promise<Registered>
    validate(deviceId: string, options?: CallOptions): Promise<Validated>
    revoke(deviceId: string, options?: CallOptions): Promise<StateChange>
    unrevoke(deviceId: string, options?: CallOptions): Promise<StateChange>
    remove(deviceId: string, options?: CallOptions): Promise<StateChange>
    revokeBatch(deviceIds: readonly string[], options?: CallOptions): Promise<BatchResult>
    unrevokeBatch(deviceIds: readonly string[], options?: CallOptions): Promise<BatchResult>
    removeBatch(deviceIds: readonly string[], options?: CallOptions): Promise<BatchResult>
    listDevices(input?: ListInput, options?: CallOptions): Promise<DeviceList>
    /**
     * The same device by device as the reply arrives, for a list that is too long to be held. What the sink took counts only
     * once this has resolved.
     */
    readDevices<Sink extends DeviceSink>(
      input: WholeInput,
      newSink: () => Sink,
      options?: CallOptions,
    ): Promise<DeviceListHead & { sink: Sink }>
    usage(options?: CallOptions): Promise<Usage>
    orgStatus(options?: CallOptions): Promise<OrgStatus>
    orgDisable(reason?: string, options?: CallOptions): Promise<OrgChange>
    orgEnable(reason?: string, options?: CallOptions): Promise<OrgChange>
    /** What this authority offers, found out without changing anything. Rejects only if no call got an answer. */
    capabilities(options?: CallOptions): Promise<Capabilities>
    /** Takes no further call, and resolves when those that are under way have ended. */
    drain(): Promise<void>
    /** Closes the connections that the client opened itself, and cuts what is under way. */
    close(): Promise<void>
  }

export type Offer = 'yes' | 'no' | 'unknown'
export type Capabilities = { orgDisable: Offer; batch: Offer; deltas: Offer }
