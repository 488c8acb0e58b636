/** register, validate, revoke, unrevoke, remove. */
import { wireJson } from '@/lib/domain/ids/listed-id'
import type { MachineIdClient, Registered, StateChange } from './client'
import type { Caller, Endpoint } from './endpoint'
import { booleanField, countField, field, textField } from './fields'
import { readUsage } from './read-org'

type DeviceCalls = Pick<MachineIdClient, 'register' | 'validate' | 'revoke' | 'unrevoke' | 'remove'>

/** Statuses that acknowledge a change; a reply without one of them is not taken for a success. */
const DONE = /^(?:ok|success|exists|unchanged|revoked|unrevoked|restored|active|removed|deleted|already_\w+)$/i

/** Written by hand: an id may be a number with more digits than JSON.stringify keeps. */
const idBody = (deviceId: string): string => `{"deviceId":${wireJson(deviceId)}}`

const REGISTERED: Record<string, Registered['status']> = {
  ok: 'created',
  created: 'created',
  exists: 'exists',
  restored: 'restored',
}

export function createDeviceCalls(caller: Caller): DeviceCalls {
  const change =
    (name: string, act: string, stop: boolean): DeviceCalls['revoke'] =>
    async (deviceId, options) => {
      const endpoint: Endpoint = {
        method: 'POST',
        path: `/api/v1/devices/${name}`,
        body: idBody(deviceId),
        act,
        stop,
        aboutDevice: true,
      }
      const { body, requestId } = await caller.ask(endpoint, options)
      return readChange(caller, endpoint, body, requestId)
    }

  return {
    async register(deviceId, options) {
      const endpoint: Endpoint = {
        method: 'POST',
        path: '/api/v1/devices/register',
        body: idBody(deviceId),
        act: 'register this device',
      }
      const { body, requestId } = await caller.ask(endpoint, options)
      const text = textField(body, 'status')?.toLowerCase() ?? ''
      const status = Object.hasOwn(REGISTERED, text) ? REGISTERED[text] : undefined
      if (!status)
        throw caller.unreadable(endpoint, `its status "${text.slice(0, 40)}" is not one that is known`, requestId)
      return {
        status,
        deviceId: textField(body, 'deviceId', 'device_id') ?? deviceId,
        usage: readUsage(body),
        requestId,
      }
    },
    async validate(deviceId, options) {
      const endpoint: Endpoint = {
        method: 'POST',
        path: '/api/v1/devices/validate',
        body: idBody(deviceId),
        act: 'validate this device',
        verdict: true,
      }
      const { body, requestId } = await caller.ask(endpoint, options)
      if (field(body, 'allowed') === undefined) throw caller.unreadable(endpoint, 'without a decision', requestId)
      // Only a plain true allows; "true" or 1 is shown as it came and denies.
      const allowed = field(body, 'allowed') === true
      return {
        allowed,
        code: textField(body, 'code') ?? String(field(body, 'allowed')).slice(0, 64),
        reason: textField(body, 'reason'),
        requestId,
      }
    },
    revoke: change('revoke', 'revoke this device', true),
    unrevoke: change('unrevoke', 'restore this device', false),
    remove: change('remove', 'remove this device', false),
  }
}

function readChange(caller: Caller, endpoint: Endpoint, body: unknown, requestId: string | undefined): StateChange {
  const done = DONE.test(textField(body, 'status') ?? '') || booleanField(body, 'ok', 'success') === true
  if (!done) throw caller.unreadable(endpoint, 'did not say that it is done', requestId)
  return { changed: booleanField(body, 'changed'), revision: countField(body, 'revision'), requestId }
}
