import { Secret } from '@/lib/domain/secret'
import type { KeyRotationCalls } from './client'
import type { Caller, Endpoint } from './endpoint'
import { booleanField, countField, field, textField, timeField } from './fields'
import type { KeyUser } from './keys/key-rotation'

const END_PREVIOUS = '/api/v1/org/rotate_key/end_previous'
const USERS = '/api/v1/org/key_users'
const USERS_MAX = 1_000

function readUsers(body: unknown, name: string): KeyUser[] | undefined {
  const value = field(body, name)
  if (!Array.isArray(value)) return undefined
  return value.slice(0, USERS_MAX).flatMap((entry) => {
    const deviceId = textField(entry, 'deviceId')
    if (deviceId === undefined) return []
    const lastValidatedAt = timeField(entry, 'lastValidatedAt')
    return [
      { deviceId, lastValidatedAt, revoked: booleanField(entry, 'revoked'), asking: booleanField(entry, 'asking') },
    ]
  })
}

/** @param rotatePath from the root of the authority; the vendor's is not on the public record, so that it can be configured. */
export function createKeyRotationCalls(caller: Caller, rotatePath: string): KeyRotationCalls {
  return {
    async rotateKey(input = {}, options) {
      const endpoint: Endpoint = {
        method: 'POST',
        path: rotatePath,
        body: input,
        act: 'rotate the key',
        optional: true,
      }
      const { body, requestId } = await caller.ask(endpoint, options)
      const key = textField(body, 'orgApiKey', 'org_api_key', 'agentApiKey', 'apiKey')
      if (!key) throw caller.unreadable(endpoint, 'without a new key', requestId)
      return {
        key: new Secret(key),
        agentKeyId: textField(body, 'agentKeyId'),
        previousKeyValidUntil: timeField(body, 'previousKeyValidUntil', 'previous_key_valid_until'),
        requestId,
      }
    },
    async endPreviousKeys(which, options) {
      const endpoint: Endpoint = {
        method: 'POST',
        path: END_PREVIOUS,
        body: which,
        act: 'end the replaced keys',
        optional: true,
      }
      const { body } = await caller.ask(endpoint, options)
      return { ended: countField(body, 'ended') }
    },
    async keyUsers(which, options) {
      const path = `${USERS}?${new URLSearchParams(which)}`
      const endpoint: Endpoint = { method: 'GET', path, act: 'show who uses a key', optional: true }
      const { body, requestId } = await caller.ask(endpoint, options)
      const counted = field(body, 'counts')
      const [current, replaced] = [countField(counted, 'current'), countField(counted, 'replaced')]
      const lists = { current: readUsers(body, 'current'), replaced: readUsers(body, 'replaced') }
      if (current === undefined || replaced === undefined || !lists.current || !lists.replaced)
        throw caller.unreadable(endpoint, 'without the users of a key', requestId)
      return {
        previousValidUntil: timeField(body, 'previousValidUntil'),
        callerValidUntil: timeField(body, 'callerValidUntil'),
        counts: {
          current,
          replaced,
          asking: countField(counted, 'asking') ?? 0,
          unknown: countField(counted, 'unknown') ?? 0,
        },
        current: lists.current,
        replaced: lists.replaced,
      }
    },
  }
}
