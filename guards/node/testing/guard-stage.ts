/** A real authority behind a fault server, with a device of its own; the environment leads there. */
import { vi } from 'vitest'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { type Api, apiOf } from '@/testing/authority/api'
import { AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import {
  badJson,
  cutBody,
  drip,
  empty,
  type Fault,
  hang,
  html,
  json,
  notHttp,
  raw,
  redirect,
  reset,
} from '@/testing/faults/faults'
import { passOn } from '@/testing/faults/pass-on'

export const REGISTER = '/api/v1/devices/register'
export const VALIDATE = '/api/v1/devices/validate'
export const YES = { allowed: true, code: 'ALLOW', request_id: 'r-1' }

const jsonType = { 'content-type': 'application/json' }

/** Each answer that is no permission. What is a text is an act, not an answer. */
export const FAULTS: Record<string, Fault | 'revoke' | 'refuse'> = {
  revoked: 'revoke',
  refused: 'refuse',
  timeout: hang(),
  drip: drip(20),
  reset: reset(),
  '500': json({ error: 'internal' }, 500),
  '500 with a yes': json(YES, 500),
  '401 with a yes': json(YES, 401),
  '201 with a yes': json(YES, 201),
  redirect: redirect(307, '/elsewhere'),
  html: html(),
  empty: empty(),
  'cut JSON': badJson(),
  'cut body': cutBody(),
  'too long': raw(200, JSON.stringify({ ...YES, pad: 'x'.repeat(100_000) }), jsonType),
  'not HTTP': notHttp(),
  'no allowed': json({ code: 'ALLOW', request_id: 'r-1' }),
  'allowed "true"': json({ ...YES, allowed: 'true' }),
  'allowed 1': json({ ...YES, allowed: 1 }),
  'allowed null': json({ ...YES, allowed: null }),
  'an array': json([YES]),
  true: json(true),
  null: json(null),
}

export type GuardStage = {
  device: string
  faults: FaultServer
  /** The calls of a person, under the org key. */
  org: Api
  /** From now on no `validate` is allowed: by a revoke at the real authority, or by the fault of that name. */
  arm(fault: string): Promise<void>
  /** Everything passes again. */
  restore(): void
  /** A person registers the device. */
  register(): Promise<void>
  /** When the first answer that is no permission was due, on the clock of `performance`; undefined while there was none. */
  deniedAt(): number | undefined
  /** From now on work must not begin, for a reason that is in no answer. */
  deny(): void
  /** How many requests went to a path. */
  asked(path: string): number
  close(): Promise<void>
}

let devices = 0

export async function openGuardStage(): Promise<GuardStage> {
  const authority: RunningAuthority = await startAuthority({
    dataDir: ':memory:',
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    drainMs: 200,
  })
  let deniedAt: number | undefined
  const deny = () => {
    deniedAt ??= performance.now()
  }
  const forward: Fault = async (socket, request) => {
    const answer = await passOn(authority.url, request).catch(() => null)
    // The stage is closed: its authority gives no answer.
    if (!answer) return void socket.destroy()
    const { status, body } = answer
    if (status !== 200 || JSON.parse(String(body)).allowed === false) deny()
    if (!socket.destroyed) await raw(status, body, jsonType)(socket, request)
  }
  const faults = await startFaultServer(forward)
  faults.on('/elsewhere', json(YES))
  const device = `node:test:agent:${++devices}`
  const org = apiOf(authority.url, ORG_KEY)
  vi.stubEnv('MACHINEID_BASE_URL', faults.url)
  vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
  return {
    device,
    faults,
    org,
    deny,
    deniedAt: () => deniedAt,
    async register() {
      await org.post('devices/register', { deviceId: device })
    },
    async arm(name) {
      const fault = FAULTS[name]
      if (fault === undefined) throw new Error(`no fault is called ${name}`)
      if (fault === 'revoke') await org.post('devices/revoke', { deviceId: device })
      else if (fault === 'refuse') await faults.close().then(deny)
      else
        faults.on(VALIDATE, (socket, request) => {
          deny()
          return fault(socket, request)
        })
    },
    restore() {
      for (const path of [REGISTER, VALIDATE]) faults.on(path, forward)
    },
    asked: (path) => faults.requests.filter((request) => request.path === path).length,
    async close() {
      vi.unstubAllEnvs()
      vi.restoreAllMocks()
      await faults.close()
      await authority.close()
    },
  }
}
