/** The console's half of the call that makes an org: against the real authority, and against every way in which one can fail. */
import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { apiOf } from '@/testing/authority/api'
import { testAuthority } from '@/testing/authority/test-authority'
import { ADMIN_KEY, ORG_KEY } from '@/testing/authority/test-keys'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import {
  badJson,
  cutBody,
  drip,
  empty,
  type Fault,
  hang,
  hangMidBody,
  html,
  json,
  notHttp,
  raw,
  redirect,
  reset,
} from '@/testing/faults/faults'
import { createEmbeddedOrg, type NewEmbeddedOrg } from './create-embedded-org'

const KEY = 'org_wanted_0123456789abcdefghij'
const wanted = (baseUrl: string, more: Partial<NewEmbeddedOrg> = {}): NewEmbeddedOrg => ({
  baseUrl,
  adminKey: new Secret(ADMIN_KEY),
  name: 'Payments',
  deviceLimit: 250,
  orgKey: new Secret(KEY),
  ...more,
})

describe('with the embedded authority', () => {
  it('an org is created once; a repeat finds it, without the agent key that was made', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const made = await createEmbeddedOrg(wanted(url))
    if (made.outcome !== 'created') throw new Error(made.outcome)
    expect((await apiOf(url, KEY).get('usage')).body.limit).toBe(250)
    expect((await apiOf(url, made.agentKey.reveal()).get('usage')).body.limit).toBe(250)
    expect(await createEmbeddedOrg(wanted(url))).toEqual({
      outcome: 'exists',
      id: made.id,
      requestId: expect.any(String),
      agentKey: undefined,
    })
  })

  it('an agent key that is given is that of the org, in a repeat too', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const agentKey = new Secret('org_agent_wanted_0123456789abcdefghij')
    for (const outcome of ['created', 'exists'])
      expect(await createEmbeddedOrg(wanted(url, { agentKey }))).toMatchObject({ outcome, agentKey })
    expect((await apiOf(url, agentKey.reveal()).get('usage')).status).toBe(200)
  })

  it('what it does not take is refused, in its word', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    await createEmbeddedOrg(wanted(url))
    const refused: [more: Partial<NewEmbeddedOrg>, code: string, detail: RegExp][] = [
      [{ deviceLimit: 0 }, 'invalid_request', /deviceLimit must/],
      [{ name: '' }, 'invalid_request', /name must/],
      [{ orgKey: new Secret(ORG_KEY) }, 'key_used', /Another org has this orgKey/],
      [{ deviceLimit: 251 }, 'key_used', /Another org has this orgKey/],
      [{ adminKey: new Secret('x'.repeat(40)) }, 'invalid_admin_key', /rejected the admin key/],
    ]
    for (const [more, code, detail] of refused)
      expect(await createEmbeddedOrg(wanted(url, more))).toMatchObject({
        outcome: 'refused',
        code,
        detail: expect.stringMatching(detail),
      })
  })

  it('one that was started without an admin key does not offer it', async () => {
    const { url } = await testAuthority()
    expect(await createEmbeddedOrg(wanted(url))).toMatchObject({
      outcome: 'unsupported',
      detail: expect.stringContaining('AUTHORITY_ADMIN_KEY'),
    })
  })
})

describe('with an authority that fails', () => {
  let server: FaultServer
  beforeAll(async () => {
    server = await startFaultServer()
  })
  afterEach(() => server.reset())
  afterAll(() => server.close())

  const outcomeOf = async (fault: Fault) => {
    server.always(fault)
    return createEmbeddedOrg(wanted(server.url), { timeoutMs: 500 })
  }

  it.each<[what: string, outcome: string, fault: Fault]>([
    ['that hangs', 'unknown', hang()],
    ['that hangs in the middle', 'unknown', hangMidBody()],
    ['that drips', 'unknown', drip()],
    ['that resets the connection', 'unknown', reset()],
    ['that cuts its answer', 'unknown', cutBody()],
    ['that is no HTTP', 'unknown', notHttp()],
    ['that answers with nothing', 'unknown', empty()],
    ['that answers with HTML', 'unknown', html()],
    ['that answers with half of JSON', 'unknown', badJson()],
    ['that answers ok and nothing else', 'unknown', json({ status: 'ok' })],
    ['that answers with a status of its own', 'unknown', json({ status: 'maybe', agentApiKey: 'org_agent_x' })],
    ['that sends too much', 'unknown', raw(200, Buffer.alloc(2 * 1024 * 1024, ' '))],
    ['that redirects', 'unknown', redirect(307, 'http://127.0.0.1:1/')],
    ['that fails', 'unknown', json({ status: 'error', error: 'internal' }, 500)],
    ['whose disk takes nothing', 'failed', json({ status: 'error', error: 'not_written' }, 500)],
    ['that is going down', 'failed', json({ status: 'error', error: 'unavailable' }, 503)],
    ['that was asked too often', 'failed', json({ status: 'error', error: 'too_many_wrong_keys' }, 429)],
    ['that refuses in a 200', 'refused', json({ status: 'error', error: 'invalid_request' })],
    ['that has no such path', 'unsupported', json({ status: 'error', error: 'not_found' }, 404)],
    ['that takes no POST there', 'unsupported', json({ status: 'error' }, 405)],
  ])('one %s: %s', async (_what, outcome, fault) => {
    expect(await outcomeOf(fault)).toMatchObject({ outcome, detail: expect.stringMatching(/^127\.0\.0\.1:\d+ /) })
    expect(server.requests).toHaveLength(1)
  })

  it('one that is not there: failed', async () => {
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as { port: number }
    await new Promise((resolve) => gone.close(resolve))
    expect(await createEmbeddedOrg(wanted(`http://127.0.0.1:${port}`))).toMatchObject({ outcome: 'failed' })
  })

  it('the admin key goes in its own header alone, and comes back in nothing', async () => {
    const echo = json({ status: 'error', error: ADMIN_KEY, message: `${ADMIN_KEY} ${KEY}` }, 400)
    const outcome = await outcomeOf(echo)
    const { headers } = server.requests[0] as { headers: Record<string, string> }
    expect([headers['x-admin-key'], headers['x-org-key']]).toEqual([ADMIN_KEY, undefined])
    expect(JSON.stringify(outcome)).not.toMatch(new RegExp(`${ADMIN_KEY}|${KEY}`))
    const made = await outcomeOf(json({ status: 'ok', org: { id: 'a' }, agentApiKey: 'org_agent_shown_once' }))
    expect(JSON.stringify(made)).not.toContain('shown_once')
  })
})
