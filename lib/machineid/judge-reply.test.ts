import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import {
  badJson,
  cutBody,
  empty,
  type Fault,
  gzipBomb,
  halfOpen,
  html,
  json,
  notHttp,
  raw,
  reset,
} from '@/testing/faults/faults'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'

let server: FaultServer
let client: MachineIdClient
beforeAll(async () => {
  server = await startFaultServer()
  client = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret('org_0123456789') })
})
afterEach(() => server.reset())
afterAll(async () => {
  await client.close()
  await server.close()
})

const faultOf = (call: Promise<unknown>): Promise<UpstreamError> =>
  call.then(
    () => {
      throw new Error('the call passed')
    },
    (error) => {
      if (!(error instanceof UpstreamError)) throw error
      return error
    },
  )

const FAULTS: [name: string, fault: () => Fault, code: string][] = [
  ['bad JSON', badJson, 'upstream-invalid'],
  ['empty 200', empty, 'upstream-invalid'],
  ['a JSON number', () => json(1), 'upstream-invalid'],
  ['no UTF-8', () => raw(200, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 'upstream-invalid'],
  ['200 with status error', () => json({ status: 'error', error: 'nope' }), 'upstream-denied'],
  ['200 with status blocked', () => json({ status: 'blocked' }), 'upstream-denied'],
  ['200 with limit_reached', () => json({ status: 'limit_reached' }), 'upstream-denied'],
  ['200 with an error and no status', () => json({ error: 'nope' }), 'upstream-denied'],
  ['200 that says nothing', () => json({}), 'upstream-invalid'],
  ['200 with an unknown status', () => json({ status: 'queued' }), 'upstream-invalid'],
  ['200 for a wrong key', () => json({ status: 'error', error: 'invalid_org_key' }), 'upstream-key-rejected'],
  ['HTML', html, 'upstream-invalid'],
  ['HTML 403', () => html(403), 'upstream-invalid'],
  ['HTML 404', () => html(404), 'upstream-invalid'],
  ['HTML 503', () => html(503), 'upstream-unavailable'],
  ['401', () => json({ allowed: false, code: 'INVALID_ORG_KEY' }, 401), 'upstream-key-rejected'],
  ['401 empty', () => empty(401), 'upstream-key-rejected'],
  ['403 agent key', () => json({ status: 'error', error: 'agent_key' }, 403), 'upstream-key-rejected'],
  ['403 blocked', () => json({ status: 'blocked', error: 'device_revoked' }, 403), 'upstream-denied'],
  ['404 for a device', () => json({ status: 'error', error: 'device_not_found' }, 404), 'upstream-denied'],
  ['405', () => json({ status: 'error' }, 405), 'upstream-unsupported'],
  ['409', () => json({ status: 'error' }, 409), 'upstream-denied'],
  ['429', () => json({ status: 'error' }, 429), 'upstream-unavailable'],
  ['500', () => json({ status: 'error' }, 500), 'upstream-unavailable'],
  ['503', () => empty(503), 'upstream-unavailable'],
  ['reset', reset, 'upstream-unavailable'],
  ['half-open', halfOpen, 'upstream-unavailable'],
  ['cut body', cutBody, 'upstream-unavailable'],
  ['not HTTP', notHttp, 'upstream-invalid'],
  ['an encoding that was not asked for', () => raw(200, '{}', { 'content-encoding': 'zstd' }), 'upstream-invalid'],
  ['broken gzip', () => raw(200, 'no gzip', { 'content-encoding': 'gzip' }), 'upstream-invalid'],
  ['a bomb of 8 MiB', () => gzipBomb(8 * 1024 * 1024), 'upstream-invalid'],
]

describe('no fault is ever a success', () => {
  it.each(FAULTS)('%s', async (_, fault, code) => {
    server.always(fault())
    const error = await faultOf(client.revoke('a'))
    expect(error.code).toBe(code)
    expect(error.detail).toMatch(/^127\.0\.0\.1:\d+ .*\.$/)
    expect(server.requests).toHaveLength(1)
  })

  it.each(FAULTS.filter(([name]) => !name.startsWith('200 ')))('a list: %s', async (_, fault) => {
    server.always(fault())
    await faultOf(client.listDevices({}, { retries: 0 }))
  })
})
