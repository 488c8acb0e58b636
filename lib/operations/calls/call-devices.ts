/**
 * Sends one slice of an operation: a batch call where the authority has them, else single calls with bounded concurrency.
 * Returns per device what the authority answered; whether it is so is read back later.
 */

import pMap from 'p-map'
import type { CallOutcome } from '@/lib/domain/call-outcome'
import { UpstreamError } from '@/lib/domain/errors'
import { isRegistrable } from '@/lib/domain/ids/listed-id'
import type { OperationKind } from '@/lib/domain/operation'
import type { BatchResult, MachineIdClient, StateChange } from '@/lib/machineid/client'
import { wasNotTaken } from '@/lib/machineid/connection-fault'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

const SINGLES_AT_ONCE = 8

export type CallResult = {
  deviceId: string
  outcome: CallOutcome
  changed?: boolean
  revision?: number
  code?: string
  message?: string
  requestId?: string
  /** The authority certainly did nothing: the call never reached it, or it answered *not now*. */
  notTaken?: boolean
  /** A reply that makes no sense: the authority answers, and trying again may never help. */
  isGarbled?: boolean
  /** The authority asked for that long a pause, in ms. */
  retryAfterMs?: number
}

export type DeviceKind = Exclude<OperationKind, 'disable' | 'enable'>

/** What an operation does to its devices: an org stop that has items is the fall-back, a revoke of each; likewise its resume. */
export const callKindOf = (kind: OperationKind): DeviceKind =>
  kind === 'disable' ? 'revoke' : kind === 'enable' ? 'restore' : kind

/** Whether it can start the device: a registration does so at authorities that restore what registers again. */
export const canStart = (kind: OperationKind): boolean => ['restore', 'register'].includes(callKindOf(kind))

const SINGLE = { revoke: 'revoke', restore: 'unrevoke', remove: 'remove' } as const
const BATCH = { revoke: 'revokeBatch', restore: 'unrevokeBatch', remove: 'removeBatch' } as const

type Signals = { preemptedSignal?: AbortSignal; haltSignal?: AbortSignal }

/** Never rejects: a fault of the call becomes the answer of each of its devices. */
export async function callDevices(
  org: OrgRuntime,
  kind: DeviceKind,
  deviceIds: readonly string[],
  signals: Signals = {},
): Promise<CallResult[]> {
  // An id that an authority may refuse or misread goes alone: it must not cost the others their answer.
  const batch = kind !== 'register' && org.reading.capabilities.batch !== 'no' ? deviceIds.filter(isRegistrable) : []
  if (kind === 'register' || batch.length < 2) return callSingly(org, kind, deviceIds, signals)
  const alone = batch.length < deviceIds.length ? deviceIds.filter((id) => !isRegistrable(id)) : []
  const [together, others] = await Promise.all([callTogether(org, kind, batch), callSingly(org, kind, alone, signals)])
  return [...(together ?? (await callSingly(org, kind, batch, signals))), ...others]
}

/** Null where the authority has no batch calls. */
async function callTogether(
  org: OrgRuntime,
  kind: Exclude<DeviceKind, 'register'>,
  deviceIds: readonly string[],
): Promise<CallResult[] | null> {
  try {
    return fromBatch(await org.connection.client[BATCH[kind]](deviceIds))
  } catch (error) {
    if (!(error instanceof UpstreamError && error.code === 'upstream-unsupported'))
      return deviceIds.map((id) => fromFault(id, error))
    org.reading.capabilities = { ...org.reading.capabilities, batch: 'no' }
    return null
  }
}

function callSingly(
  org: OrgRuntime,
  kind: DeviceKind,
  deviceIds: readonly string[],
  { preemptedSignal, haltSignal }: Signals,
): Promise<CallResult[]> {
  const { client } = org.connection
  const call = async (deviceId: string): Promise<CallResult> => {
    if (preemptedSignal?.aborted) return { deviceId, outcome: 'preempted' }
    if (haltSignal?.aborted) return { deviceId, outcome: 'halted' }
    return callOne(deviceId, () =>
      kind === 'register' ? registerOne(client, deviceId) : client[SINGLE[kind]](deviceId),
    )
  }
  return pMap(deviceIds, call, { concurrency: SINGLES_AT_ONCE })
}

async function registerOne(client: MachineIdClient, deviceId: string): Promise<StateChange> {
  const { status, requestId } = await client.register(deviceId)
  return { changed: status !== 'exists', requestId }
}

async function callOne(deviceId: string, call: () => Promise<StateChange>): Promise<CallResult> {
  try {
    return { deviceId, outcome: 'accepted', ...(await call()) }
  } catch (error) {
    return fromFault(deviceId, error)
  }
}

function fromBatch({ results, revision, requestId }: BatchResult): CallResult[] {
  // Field by field: a rest pattern costs ten times as much, and there may be ten thousand.
  return results.map(({ deviceId, outcome, changed, code, message }) => ({
    deviceId,
    outcome,
    changed,
    revision,
    code,
    message,
    requestId,
    isGarbled: outcome === 'unknown',
  }))
}

/** A refusal is an answer; a timeout or a broken reply leaves open whether the call worked. */
function fromFault(deviceId: string, error: unknown): CallResult {
  if (!(error instanceof UpstreamError)) {
    return { deviceId, outcome: 'unknown', code: 'internal', message: 'the call failed in the console' }
  }
  const certain = {
    'upstream-denied': 'refused',
    'upstream-unsupported': 'failed',
    'upstream-key-rejected': 'refused',
  } as const
  const clear = error.code in certain ? certain[error.code as keyof typeof certain] : undefined
  const outcome = clear ?? (error.upstreamStatus === 429 ? 'busy' : 'unknown')
  return {
    deviceId,
    outcome,
    code: error.upstreamCode ?? error.code,
    message: error.detail,
    requestId: error.upstreamRequestId,
    notTaken: wasNotTaken(error),
    // A reply that is no HTTP at all comes from the transport, with its cause.
    isGarbled: error.code === 'upstream-invalid' && error.cause === undefined,
    retryAfterMs: error.retryAfterMs,
  }
}
