/** The calls around agent keys and decisions. They are not on MachineID's public record; the embedded authority has them. */
import { UpstreamError } from '@/lib/domain/errors'
import { AGENT_KEY_USES } from '@/lib/domain/keys/key-policy'
import { Secret } from '@/lib/domain/secret'
import type { AgentAccessCalls } from './client'
import type { Caller, Endpoint } from './endpoint'
import { booleanField, countField, field, textField, timeField } from './fields'
import type { AgentKey, Decision } from './keys/agent-access'

const KEYS = '/api/v1/org/agent_keys'
const ITEMS_MAX = 1_000

const list = (body: unknown, name: string): unknown[] | undefined => {
  const value = field(body, name)
  return Array.isArray(value) ? value.slice(0, ITEMS_MAX) : undefined
}

function readKey(body: unknown): AgentKey | undefined {
  const id = textField(body, 'id')
  if (id === undefined) return undefined
  const [createdAt, lastUsedAt, validUntil] = ['createdAt', 'lastUsedAt', 'validUntil'].map((name) =>
    timeField(body, name),
  )
  const sent = textField(body, 'use')
  const use = AGENT_KEY_USES.find((one) => one === sent)
  return { id, name: textField(body, 'name'), ...(use && { use }), createdAt, lastUsedAt, validUntil }
}

function readDecision(body: unknown): Decision | undefined {
  const requestId = textField(body, 'requestId', 'request_id')
  const allowed = booleanField(body, 'allowed')
  const code = textField(body, 'code')
  if (requestId === undefined || allowed === undefined || code === undefined) return undefined
  const agentKeyId = field(body, 'agentKeyId')
  return {
    requestId,
    allowed,
    code,
    deviceId: textField(body, 'deviceId', 'device_id'),
    deviceIdCut: booleanField(body, 'deviceIdCut') ?? false,
    call: textField(body, 'call'),
    at: timeField(body, 'at'),
    agentKeyId: agentKeyId === null || typeof agentKeyId === 'string' ? agentKeyId : undefined,
  }
}

/** 404 for an id is no missing call: the authority has the call, and not the key. */
function unlessUnknownKey(error: unknown): never {
  if (error instanceof UpstreamError && error.upstreamCode === 'agent_key_not_found') {
    throw new UpstreamError('upstream-denied', error.detail.replace('does not offer to', 'refused to'), {
      upstreamStatus: error.upstreamStatus,
      upstreamCode: error.upstreamCode,
      upstreamRequestId: error.upstreamRequestId,
      cause: error,
    })
  }
  throw error
}

export function createAgentAccessCalls(caller: Caller): AgentAccessCalls {
  const get = (path: string, act: string): Endpoint => ({ method: 'GET', path, act, optional: true })
  const post = (path: string, act: string, body: Record<string, unknown>): Endpoint => ({
    method: 'POST',
    path,
    act,
    body,
    optional: true,
  })
  return {
    async agentKeys(options) {
      const endpoint = get(KEYS, 'list its agent keys')
      const { body, requestId } = await caller.ask(endpoint, options)
      const keys = list(body, 'keys')
      if (!keys) throw caller.unreadable(endpoint, 'without a list of agent keys', requestId)
      return keys.flatMap((key) => readKey(key) ?? [])
    },
    async addAgentKey(input, options) {
      const endpoint = post(KEYS, 'add an agent key', input)
      const { body, requestId } = await caller.ask(endpoint, options)
      const key = readKey(field(body, 'key'))
      const text = textField(body, 'agentApiKey')
      const isRepeat = textField(body, 'status') === 'exists'
      if (!key || (!text && !isRepeat)) throw caller.unreadable(endpoint, 'without a new key', requestId)
      return { key, text: text ? new Secret(text) : null, requestId }
    },
    async revokeAgentKey(id, options) {
      const endpoint = post(`${KEYS}/revoke`, 'revoke an agent key', { id })
      const { body } = await caller.ask(endpoint, options).catch(unlessUnknownKey)
      return { changed: booleanField(body, 'changed') }
    },
    async wrongKeys(options) {
      const endpoint = get('/api/v1/org/wrong_keys', 'count wrong keys')
      const { body, requestId } = await caller.ask(endpoint, options)
      const count = countField(body, 'count')
      if (count === undefined) throw caller.unreadable(endpoint, 'without a count', requestId)
      return { count, lastAt: timeField(body, 'lastAt'), since: timeField(body, 'since') }
    },
    async decisions(query, options) {
      const endpoint = get(`/api/v1/decisions?${new URLSearchParams(query)}`, 'find a decision')
      const { body, requestId } = await caller.ask(endpoint, options)
      const found = list(body, 'decisions')
      if (!found) throw caller.unreadable(endpoint, 'without decisions', requestId)
      return {
        decisions: found.flatMap((each) => readDecision(each) ?? []),
        more: booleanField(body, 'more') ?? false,
        keptSince: timeField(body, 'keptSince'),
        kept: countField(body, 'kept'),
        keptMax: countField(body, 'keptMax'),
      }
    },
  }
}
