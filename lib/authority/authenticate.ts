import type { IncomingMessage } from 'node:http'
import type { Core } from './core/core'
import { Refusal } from './http/refusal'
import type { AccessKey } from './keys/key-ring'

const WRONG = {
  'x-org-key': ['invalid_org_key', 'The x-org-key header holds no key of this authority.'],
  'x-admin-key': ['invalid_admin_key', 'The x-admin-key header does not hold the admin key of this authority.'],
} as const

/** Refuses a wrong key: 401, or 429 once its address has tried many. */
export function wrongKey(
  core: Core,
  req: IncomingMessage,
  now: number,
  header: keyof typeof WRONG = 'x-org-key',
): Refusal {
  core.metrics.wrongKeys += 1
  core.metrics.wrongKeyAt = now
  const waitSeconds = core.wrongKeys.note(req.socket.remoteAddress ?? 'unknown', now)
  const [error, message] = WRONG[header]
  if (waitSeconds === 0) return new Refusal(401, error, message)
  return new Refusal(
    429,
    'too_many_wrong_keys',
    `Too many wrong keys. Wait ${waitSeconds} s; a right key is let in at any time.`,
    {
      headers: ['retry-after', String(waitSeconds)],
    },
  )
}

/** What a route asks for: `device` takes every key, `agent` those that agents share, `org` the org key alone. */
export type KeyAccess = 'org' | 'agent' | 'device'

/** The key of a request, or a refusal. An agent key opens only what agents need, a device key and one for enrolment less. */
export function authenticate(core: Core, req: IncomingMessage, access: KeyAccess, now: number): AccessKey {
  const sent = req.headers['x-org-key']
  const key = typeof sent === 'string' ? core.keys.find(sent, now) : null
  if (key === null) throw wrongKey(core, req, now)
  if (access === 'org' && key.kind !== 'org') {
    throw new Refusal(403, 'agent_key', 'An agent key is good for register, validate and usage only. Use the org key.')
  }
  if (access === 'agent' && key.device !== null)
    throw new Refusal(403, 'device_key', 'A device key is good for validate and register of its own id only.')
  if (access === 'agent' && key.agentKey?.use === 'enrolment')
    throw new Refusal(403, 'enrolment_key', 'An enrolment key is good for register only.')
  return key
}

/** Refuses a request without the admin key. No other key opens the calls of an admin, and this one opens no other call. */
export function authenticateAdmin(core: Core, req: IncomingMessage, now: number): void {
  const sent = req.headers['x-admin-key']
  if (typeof sent !== 'string' || !core.adminKey?.is(sent)) throw wrongKey(core, req, now, 'x-admin-key')
}
