/** What an authority may answer to the calls around agent keys: read leniently where it is a fact, refused where it is none. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'

async function clientOf(status: number, body: unknown): Promise<MachineIdClient> {
  const server = createServer((_, res) =>
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createMachineIdClient({ baseUrl, orgKey: new Secret('org_test_0123456789abcdef') })
  onTestFinished(async () => {
    await client.close()
    server.closeAllConnections()
    server.close()
  })
  return client
}

const add = (client: MachineIdClient) => client.addAgentKey({ name: 'a', requestId: 'r-1' })

it('leaves out what is no key and reports only what was sent', async () => {
  const keys = [
    { id: 'k1', name: 7, createdAt: 'soon' },
    { name: 'no id' },
    null,
    'text',
    { id: 'k2', lastUsedAt: null },
  ]
  const client = await clientOf(200, { status: 'ok', keys })
  expect(await client.agentKeys()).toEqual([
    { id: 'k1', name: undefined, createdAt: undefined, lastUsedAt: undefined, validUntil: undefined },
    { id: 'k2', name: undefined, createdAt: undefined, lastUsedAt: null, validUntil: undefined },
  ])
})

it.each([{}, { keys: {} }, { keys: null }, { count: -1 }, { decisions: 'none' }])(
  'takes %j for no answer',
  async (body) => {
    const client = await clientOf(200, { status: 'ok', ...body })
    const calls = [client.agentKeys(), client.wrongKeys(), client.decisions({ deviceId: 'a' })]
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'upstream-invalid' } })
  },
)

it('takes a key without its text for a new one only where the authority says that it repeats', async () => {
  expect(await add(await clientOf(200, { status: 'exists', key: { id: 'k' }, agentApiKey: null }))).toMatchObject({
    text: null,
  })
  for (const body of [
    { status: 'ok', key: { id: 'k' } },
    { status: 'ok', agentApiKey: 'org_agent_x' },
  ])
    await expect(add(await clientOf(200, body))).rejects.toMatchObject({ code: 'upstream-invalid' })
})

it('never prints the text of a new key', async () => {
  const added = await add(await clientOf(200, { status: 'ok', key: { id: 'k' }, agentApiKey: 'org_agent_secret' }))
  expect(`${JSON.stringify(added)} ${String(added.text)}`).not.toContain('org_agent_secret')
  expect(added.text?.reveal()).toBe('org_agent_secret')
})

it.each([404, 405, 501])('takes %i for a call that is not offered', async (status) => {
  const client = await clientOf(status, { status: 'error', error: 'not_found' })
  const calls = [client.agentKeys(), add(client), client.revokeAgentKey('k'), client.wrongKeys()]
  for (const call of await Promise.allSettled([...calls, client.decisions({ requestId: 'r' })]))
    expect(call).toMatchObject({ status: 'rejected', reason: { code: 'upstream-unsupported' } })
})

it('takes an unknown key for a refusal, though it is a 404 too', async () => {
  const client = await clientOf(404, { status: 'error', error: 'agent_key_not_found', message: 'No such key.' })
  await expect(client.revokeAgentKey('k')).rejects.toMatchObject({
    code: 'upstream-denied',
    detail: expect.stringContaining('refused to revoke an agent key'),
  })
})
