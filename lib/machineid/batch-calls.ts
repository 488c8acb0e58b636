/** revoke_batch, unrevoke_batch, remove_batch: one outcome per requested id, whatever the reply holds. */
import { wireJson } from '@/lib/domain/ids/listed-id'
import type { BatchItem, BatchResult, MachineIdClient } from './client'
import type { Caller, Endpoint } from './endpoint'
import { readEntryId } from './entry-id'
import { booleanField, countField, field, textField } from './fields'

type BatchCalls = Pick<MachineIdClient, 'revokeBatch' | 'unrevokeBatch' | 'removeBatch'>

export const BATCH_IDS_MAX = 500

const ITEM_DONE = new Set([
  'ok',
  'success',
  'exists',
  'unchanged',
  'revoked',
  'restored',
  'unrevoked',
  'removed',
  'deleted',
])

/** A call for up to 500 ids. `path`: behind the address of the API. `stop`: it goes out on the connections of stops. */
export const batchCall =
  (caller: Caller, path: string, act: string, stop: boolean): BatchCalls['revokeBatch'] =>
  async (deviceIds, options) => {
    if (deviceIds.length === 0 || deviceIds.length > BATCH_IDS_MAX)
      throw new RangeError(`a batch has 1 to ${BATCH_IDS_MAX} ids`)
    const endpoint: Endpoint = {
      method: 'POST',
      path: `/api/v1/${path}`,
      body: `{"deviceIds":[${deviceIds.map(wireJson).join()}]}`,
      act,
      stop,
      optional: true,
    }
    const { body, requestId } = await caller.ask(endpoint, options)
    const items = field(body, 'results', 'items')
    if (!Array.isArray(items)) throw caller.unreadable(endpoint, 'without a result per device', requestId)
    return { ...matchItems(deviceIds, items), revision: countField(body, 'revision'), requestId }
  }

export function createBatchCalls(caller: Caller): BatchCalls {
  return {
    revokeBatch: batchCall(caller, 'devices/revoke_batch', 'revoke these devices', true),
    unrevokeBatch: batchCall(caller, 'devices/unrevoke_batch', 'restore these devices', false),
    removeBatch: batchCall(caller, 'devices/remove_batch', 'remove these devices', false),
  }
}

/** Matches by id, never by position: an id left out or answered twice in two ways is unknown, one not requested is counted. */
function matchItems(deviceIds: readonly string[], items: readonly unknown[]): Pick<BatchResult, 'results' | 'unasked'> {
  const asked = new Set(deviceIds)
  const answers = new Map<string, BatchItem>()
  let unasked = 0
  for (const item of items) {
    const deviceId = readEntryId(item)
    if (deviceId === null || !asked.has(deviceId)) {
      unasked++
      continue
    }
    const read = readItem(deviceId, item)
    const before = answers.get(deviceId)
    if (before && before.outcome !== read.outcome)
      answers.set(deviceId, { deviceId, outcome: 'unknown', message: 'The authority answered twice, and differently.' })
    else answers.set(deviceId, read)
  }
  const results = deviceIds.map(
    (deviceId): BatchItem =>
      answers.get(deviceId) ?? {
        deviceId,
        outcome: 'unknown',
        message: 'The authority did not answer for this device.',
      },
  )
  return { results, unasked }
}

function readItem(deviceId: string, item: unknown): BatchItem {
  const status = textField(item, 'status')?.toLowerCase()
  const code = textField(item, 'error', 'code')
  const flag = booleanField(item, 'ok', 'success')
  const done = status === undefined ? flag === true && code === undefined : ITEM_DONE.has(status) && flag !== false
  if (done) return { deviceId, outcome: 'accepted', changed: booleanField(item, 'changed') }
  const refused =
    code !== undefined || flag === false || status === 'error' || status === 'blocked' || status === 'limit_reached'
  const message = textField(item, 'message', 'reason')?.slice(0, 200)
  return { deviceId, outcome: refused ? 'refused' : 'unknown', code: (code ?? status)?.slice(0, 64), message }
}
