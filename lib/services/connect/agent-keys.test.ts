/** Agent keys through the console: who may, what is recorded, and that a key is in one answer alone. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { type TestConsole, type TestConsoleOptions, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { addAgentKey, getWrongKeys, listAgentKeys, revokeAgentKey } from './agent-keys'
import { findDecisions } from './find-decisions'

async function open(options: TestConsoleOptions = {}): Promise<TestConsole> {
  const running = await testConsole(options)
  onTestFinished(() => running.close())
  return running
}

const recorded = async ({ deps }: TestConsole) => {
  const rows = await deps.store.reads
    .selectFrom('audit_events')
    .selectAll()
    .where('kind', 'in', ['agent-key.requested', 'agent-key.changed', 'access.denied'])
    .orderBy('sequence')
    .execute()
  return rows.map(({ kind, data }) => ({ kind, ...JSON.parse(data) }))
}

it('an admin adds one and ends one; the record has each, and no key', async () => {
  const running = await open()
  const admin = await running.as('admin')
  const { key, text } = await invoke(addAgentKey, admin, { id: randomUUID(), name: ' crew ' })
  expect(text).toMatch(/^org_agent_/)
  const listed = await invoke(listAgentKeys, await running.as('operator'), {})
  expect(listed).toMatchObject({ offered: true, keys: [{ name: 'first' }, { name: 'crew', lastUsedAt: null }] })
  await invoke(revokeAgentKey, admin, { key: key.id })
  const of = { keyId: key.id, name: 'crew' }
  expect(await recorded(running)).toMatchObject([
    { kind: 'agent-key.requested', act: 'add', name: 'crew', keyId: null },
    { kind: 'agent-key.changed', act: 'add', ...of, outcome: 'done' },
    { kind: 'agent-key.requested', act: 'revoke', ...of },
    { kind: 'agent-key.changed', act: 'revoke', ...of, outcome: 'done' },
  ])
  const everything = await running.deps.store.reads.selectFrom('audit_events').selectAll().execute()
  expect(JSON.stringify([listed, everything])).not.toContain(text)
})

it('a second press adds nothing and shows no key', async () => {
  const running = await open()
  const admin = await running.as('admin')
  const input = { id: randomUUID(), name: 'crew' }
  const first = await invoke(addAgentKey, admin, input)
  expect(await invoke(addAgentKey, admin, input)).toMatchObject({ key: { id: first.key.id }, text: null })
})

it('a refusal of the authority is recorded with its code', async () => {
  const running = await open()
  const admin = await running.as('admin')
  await expect(invoke(addAgentKey, admin, { id: randomUUID(), name: 'FIRST' })).rejects.toMatchObject({
    code: 'upstream-denied',
    upstreamCode: 'agent_key_name_taken',
  })
  await expect(invoke(revokeAgentKey, admin, { key: 'key_unknown' })).rejects.toMatchObject({
    code: 'upstream-denied',
    upstreamCode: 'agent_key_not_found',
  })
  expect((await recorded(running)).map(({ outcome, code }) => [outcome, code])).toEqual([
    [undefined, undefined],
    ['refused', 'agent_key_name_taken'],
    [undefined, undefined],
    ['refused', 'agent_key_not_found'],
  ])
})

it('an authority that falls silent leaves the outcome unknown, and the record says so', async () => {
  const running = await open()
  const admin = await running.as('admin')
  await running.authority.close()
  await expect(invoke(addAgentKey, admin, { id: randomUUID(), name: 'crew' })).rejects.toMatchObject({
    code: 'upstream-unavailable',
  })
  expect(await recorded(running)).toMatchObject([{ act: 'add' }, { outcome: 'unknown', code: 'upstream-unavailable' }])
})

it('needs the role and, for a change, a recent sign-in; a denied attempt is recorded', async () => {
  const running = await open()
  const operator = await running.as('operator')
  for (const [service, input] of [
    [addAgentKey, { id: randomUUID(), name: 'crew' }],
    [revokeAgentKey, { key: 'key_x' }],
  ] as const)
    await expect(invoke<never, unknown>(service as never, operator, input)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(invoke(getWrongKeys, operator, {})).rejects.toMatchObject({ code: 'forbidden' })
  await expect(invoke(listAgentKeys, await running.as('responder'), {})).rejects.toMatchObject({ code: 'forbidden' })
  expect((await recorded(running)).map(({ kind }) => kind)).toEqual(Array(4).fill('access.denied'))
  const old = await running.as('admin', { signedInMsAgo: 11 * 60_000 })
  await expect(invoke(addAgentKey, old, { id: randomUUID(), name: 'crew' })).rejects.toMatchObject({
    name: 'SignInTooOld',
  })
  await expect(invoke(revokeAgentKey, old, { key: 'key_x' })).rejects.toMatchObject({ name: 'SignInTooOld' })
})

it.each(['', '  ', 'a\nb', 'x'.repeat(65)])('refuses the name %j and sends nothing', async (name) => {
  const running = await open()
  const admin = await running.as('admin')
  await expect(invoke(addAgentKey, admin, { id: randomUUID(), name })).rejects.toMatchObject({
    issues: [{ path: 'name' }],
  })
  expect(await recorded(running)).toEqual([])
})

it('counts wrong keys for an admin', async () => {
  const running = await open()
  const admin = await running.as('admin')
  await fetch(`${running.authority.url}/api/v1/usage`, { headers: { 'x-org-key': 'org_agent_wrong' } })
  expect(await invoke(getWrongKeys, admin, {})).toMatchObject({ offered: true, count: 1, lastAt: expect.any(String) })
})

it('an authority without these calls does not offer them: no page fails', async () => {
  const server = createServer((_, res) =>
    res.writeHead(404, { 'content-type': 'application/json' }).end('{"status":"error","error":"not_found"}'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const running = await open({ baseUrl: () => url })
  const admin = await running.as('admin')
  for (const [service, input] of [
    [listAgentKeys, {}],
    [getWrongKeys, {}],
    [findDecisions, { deviceId: 'a' }],
  ] as const)
    expect(await invoke<never, unknown>(service as never, admin, input)).toMatchObject({ offered: false })
  await expect(invoke(addAgentKey, admin, { id: randomUUID(), name: 'a' })).rejects.toMatchObject({
    code: 'upstream-unsupported',
  })
})
