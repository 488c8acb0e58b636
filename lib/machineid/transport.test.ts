import { Agent, interceptors, request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import {
  drip,
  empty,
  type Fault,
  gated,
  gzipJson,
  hang,
  hangMidBody,
  json,
  redirect,
  reset,
  slow,
} from '@/testing/faults/faults'
import { createGate } from '@/testing/faults/gate'
import type { MachineIdClient } from './client'
import { wasNeverSent } from './connection-fault'
import { createMachineIdClient } from './create-client'

const KEY = 'org_canary_0123456789abcdef'
const REDIRECTS = [301, 302, 303, 307, 308]
let server: FaultServer
let canary: FaultServer
let client: MachineIdClient

beforeAll(async () => {
  ;[server, canary] = await Promise.all([startFaultServer(), startFaultServer()])
  client = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret(KEY) })
})
afterEach(() => {
  server.reset()
  canary.reset()
})
afterAll(async () => {
  await client.close()
  await Promise.all([server.close(), canary.close()])
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

/** Names in the order in which their promises settle, up to `last`: what is late on a busy machine is late for all of them. */
async function orderUntil(last: string, named: Record<string, Promise<unknown>>): Promise<string[]> {
  const order: string[] = []
  const settled = Object.entries(named).map(
    ([name, promise]) => [name, promise.finally(() => order.push(name))] as const,
  )
  await Promise.allSettled([new Map(settled).get(last)])
  return [...order]
}

/** Resolves after so many ms, by a timer like those of the deadlines. */
const timer = (ms: number) =>
  new Promise<void>((resolve) => AbortSignal.timeout(ms).addEventListener('abort', () => resolve()))

describe('a connection that fell silent', () => {
  it('is left behind: the next call goes over a new one', async () => {
    const silent = new Set<Parameters<Fault>[0]>()
    let isSilent = false
    server.always((socket, request) => {
      if (silent.has(socket)) return
      return json({ status: 'ok', execution: 'disabled' })(socket, request)
    })
    const seen = (socket: Parameters<Fault>[0]) => void silent.add(socket)
    server.on('/api/v1/org/disable', (socket, request) => {
      if (!isSilent) seen(socket)
      return silent.has(socket) && isSilent ? undefined : json({ status: 'ok', execution: 'disabled' })(socket, request)
    })
    // Several connections of the stop lane, all kept alive, all dead from then on.
    await Promise.all(Array.from({ length: 4 }, () => client.orgDisable()))
    isSilent = true
    const before = server.requests.length
    await faultOf(client.orgDisable(undefined, { timeoutMs: 150 }))
    const status = await client.orgDisable()
    expect(status.execution).toBe('disabled')
    // It did not first try the other dead ones.
    expect(server.requests.length - before).toBe(2)
  })
})

describe('deadline', () => {
  it.each<[string, () => Fault]>([
    ['hang before the head', hang],
    ['hang in the body', hangMidBody],
    ['one byte at a time', () => drip(20)],
    ['too slow', () => slow(2_000, json({ status: 'ok' }))],
  ])('%s', async (_, fault) => {
    server.always(fault())
    const call = faultOf(client.revoke('a', { timeoutMs: 300 }))
    expect(await orderUntil('call', { call, 'a longer one': timer(1_500) })).toEqual(['call'])
    expect((await call).code).toBe('upstream-timeout')
  })

  it('is 3 s for a stop and 5 s for the rest', async () => {
    server.always(hang())
    const [early, middle] = [timer(2_500), timer(4_000)]
    const [stop, read] = [faultOf(client.revoke('a')), faultOf(client.usage())]
    const order = await orderUntil('read', { early, stop, middle, read, late: timer(6_500) })
    expect(order).toEqual(['early', 'stop', 'middle', 'read'])
    expect([(await stop).code, (await read).code]).toEqual(['upstream-timeout', 'upstream-timeout'])
  })

  it('broken twin: idle timeouts alone do not end a drip', async () => {
    server.always(drip(20))
    const controller = new AbortController()
    const { body } = await request(server.url, { headersTimeout: 300, bodyTimeout: 300, signal: controller.signal })
    let bytes = 0
    let ended = false
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    body.on('error', () => {
      ended = true
    })
    // Each is 20 ms after the one before, or more: by then both timeouts are long over.
    await expect.poll(() => bytes).toBeGreaterThan(45)
    expect(ended).toBe(false)
    controller.abort()
  })

  it('ends when the caller gives up', async () => {
    const gate = createGate()
    server.always(gated(gate, hang()))
    const controller = new AbortController()
    const fault = faultOf(client.usage({ signal: controller.signal }))
    await gate.came()
    controller.abort()
    expect((await fault).code).toBe('upstream-unavailable')
  })
})

describe('redirects', () => {
  it.each(REDIRECTS)('%i is not followed and the key does not travel', async (status) => {
    server.always(redirect(status, `${canary.url}/api/v1/devices/revoke`))
    for (const call of [
      () => client.revoke('a'),
      () => client.usage(),
      () => client.orgDisable(),
      () => client.listDevices(),
    ]) {
      expect((await faultOf(call())).code).toBe('upstream-invalid')
    }
    expect(canary.requests).toHaveLength(0)
  })

  it('broken twin: a dispatcher that follows them hands the key over, and this test sees it', async () => {
    const dispatcher = new Agent().compose(interceptors.redirect({ maxRedirections: 3 }))
    const twin = createMachineIdClient({
      baseUrl: server.url,
      orgKey: new Secret(KEY),
      dispatcher,
      stopDispatcher: dispatcher,
    })
    server.always(redirect(307, `${canary.url}/api/v1/devices/revoke`))
    await twin.revoke('a').catch(() => undefined)
    expect(canary.requests.map(({ headers }) => headers['x-org-key'])).toContain(KEY)
    await dispatcher.destroy()
  })
})

describe('what an error carries', () => {
  it.each([
    ['3', 3_000],
    ['86400', 60_000],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [new Date(Date.now() + 3_600_000).toUTCString(), 60_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', undefined],
  ])('Retry-After %s', async (header, expected) => {
    server.always(json({ status: 'error' }, 429, { 'retry-after': header }))
    expect((await faultOf(client.revoke('a'))).retryAfterMs).toBe(expected)
  })

  it('never shows the key, controls, or a flood', async () => {
    const message = `key ${KEY} and org_agent_ABCDEFGH12345 \u001b[31m\r\nred \u202e ${'x'.repeat(5_000)}`
    server.always(json({ status: 'error', error: `bad ${KEY}`, message, request_id: 'req-1' }, 409))
    const error = await faultOf(client.revoke('a'))
    const shown = `${error.detail} ${error.upstreamCode} ${error.message} ${error.stack}`
    expect(shown).not.toContain(KEY)
    expect(shown).not.toContain('ABCDEFGH12345')
    expect(error.detail).not.toMatch(/[\u0000-\u001f\u202e]/)
    expect(error.detail.length).toBeLessThan(600)
    expect(error).toMatchObject({ upstreamStatus: 409, upstreamRequestId: 'req-1' })
  })

  it('reports what was certainly never sent', async () => {
    const dead = await startFaultServer()
    await dead.close()
    const unreachable = createMachineIdClient({ baseUrl: dead.url, orgKey: new Secret(KEY) })
    const refused = await faultOf(unreachable.revoke('a'))
    expect([refused.code, wasNeverSent(refused)]).toEqual(['upstream-unavailable', true])
    server.always(reset())
    expect(wasNeverSent(await faultOf(client.revoke('a')))).toBe(false)
    await unreachable.close()
  })
})

describe('retries', () => {
  it('a read is tried once more', async () => {
    server.next(reset())
    server.always(json({ limit: 3 }))
    expect(await client.usage()).toEqual({ limit: 3 })
    expect(server.requests).toHaveLength(2)
  })

  it('a read that was refused is not, and neither is any change', async () => {
    server.always(json({ status: 'error' }, 401))
    await faultOf(client.usage())
    expect(server.requests).toHaveLength(1)
    server.always(empty(503))
    for (const call of [
      () => client.revoke('a'),
      () => client.unrevoke('a'),
      () => client.revokeBatch(['a']),
      () => client.orgEnable(),
    ])
      await faultOf(call())
    expect(server.requests).toHaveLength(5)
  })

  it('a storm of 5xx is not doubled', async () => {
    const patient = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret(KEY) })
    server.always(empty(503))
    for (let call = 0; call < 40; call++) await patient.usage().catch(() => undefined)
    expect(server.requests.length).toBeLessThanOrEqual(40 + 5 + 40 * 0.2)
    await patient.close()
  })
})

it('a stop gets through while everything else hangs', async () => {
  server.on('/api/v1/usage', hang())
  const giveUp = new AbortController()
  const stuck = Array.from({ length: 60 }, () =>
    client.usage({ timeoutMs: 60_000, signal: giveUp.signal }).catch(() => 'ended'),
  )
  const done = await client.revoke('a')
  expect(done).toEqual({ changed: undefined, revision: undefined, requestId: undefined })
  giveUp.abort()
  expect(new Set(await Promise.all(stuck))).toEqual(new Set(['ended']))
})

it('unpacks gzip, refuses keys in URLs, and sends the key in its header only', async () => {
  server.always(gzipJson({ limit: 7 }))
  expect(await client.usage()).toEqual({ limit: 7 })
  const [sent] = server.requests
  expect(sent?.headers['x-org-key']).toBe(KEY)
  expect(JSON.stringify({ ...sent, headers: { ...sent?.headers, 'x-org-key': '' } })).not.toContain(KEY)
  for (const baseUrl of ['ftp://a', 'http://user:pass@127.0.0.1', 'nonsense']) {
    expect(() => createMachineIdClient({ baseUrl, orgKey: new Secret(KEY) })).toThrow(TypeError)
  }
})
