/** Keys of devices through the console: who may, what each act asks for, and what the record has of it. */
import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import type { StartOperation } from '@/lib/domain/command'
import { apiOf } from '@/testing/authority/api'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { addAgentKey, revokeAgentKey } from './agent-keys'
import { endDeviceKeys, liftIdBlocks, releaseDeviceKeys, setKeyPolicy } from './device-key-acts'
import { getDeviceKey, getDeviceKeys, listIdBlocks, reviewDeviceKeys } from './device-keys'

const [A, B] = ['crewai:prod:runner:01', 'crewai:prod:runner:02'] as const
const REASON = 'rolled out'

async function open(): Promise<TestConsole> {
  const running = await testConsole()
  onTestFinished(() => running.close())
  return running
}

/** An org in `mixed` with an enrolment key, and two devices that work under the shared key. */
async function mixed() {
  const running = await open()
  const admin = await running.as('admin')
  await invoke(setKeyPolicy, admin, { policy: 'mixed', reason: REASON })
  const added = await invoke(addAgentKey, admin, { id: randomUUID(), name: 'rollout', use: 'enrolment' })
  const enrol = apiOf(running.authority.url, added.text as string)
  const { client } = running.deps.orgs.bySlug('main')!.connection
  for (const id of [A, B]) {
    await client.register(id)
    await client.validate(id)
  }
  return { running, admin, enrol, enrolmentKey: added.key, client }
}

const recorded = async ({ deps }: TestConsole) => {
  const rows = await deps.store.reads
    .selectFrom('audit_events')
    .selectAll()
    .where('kind', 'in', ['device-key.requested', 'device-key.changed'])
    .orderBy('sequence')
    .execute()
  return rows.map(({ kind, data, reason, device_id }) => ({ kind, reason, device_id, ...JSON.parse(data) }))
}

it('leads from shared over mixed to a key for each device, and the record has each step with before and after', async () => {
  const { running, admin, enrol } = await mixed()
  const viewer = await running.as('viewer')
  expect(await invoke(getDeviceKeys, viewer, {})).toMatchObject({
    offered: true,
    policy: 'mixed',
    keyed: 0,
    dark: 2,
    enrolmentKeys: 1,
  })
  const review = await invoke(reviewDeviceKeys, viewer, {})
  expect(review).toMatchObject({ total: 2, devices: [{ deviceId: A, lastValidatedAt: expect.any(String) }, {}] })
  const step = (darkMax: number) => invoke(setKeyPolicy, admin, { policy: 'per-device', darkMax, reason: REASON })
  await expect(step(1)).rejects.toMatchObject({ upstreamCode: 'more_go_dark' })
  await invoke(releaseDeviceKeys, admin, { ids: [A, B], reason: REASON })
  const { deviceKey } = (await enrol.post('devices/register', { deviceId: A })).body
  await apiOf(running.authority.url, deviceKey as string).post('devices/validate', { deviceId: A })
  expect(await invoke(getDeviceKey, viewer, { id: A })).toMatchObject({ state: 'own', firstUsedAt: expect.any(String) })
  expect(await invoke(getDeviceKey, viewer, { id: B })).toMatchObject({ state: 'none' })
  expect(await step(1)).toEqual({ policy: 'per-device', changed: true })
  const policy = { act: 'policy', before: 'mixed', after: 'per-device', darkMax: 1, reason: REASON }
  expect(await recorded(running)).toMatchObject([
    { kind: 'device-key.requested', act: 'policy', before: 'shared', after: 'mixed' },
    { kind: 'device-key.changed', outcome: 'done' },
    { kind: 'device-key.requested', ...policy },
    { kind: 'device-key.changed', ...policy, outcome: 'refused', code: 'more_go_dark' },
    { kind: 'device-key.requested', act: 'release', count: 2, devices: [A, B], reason: REASON },
    { kind: 'device-key.changed', act: 'release', outcome: 'done', changed: 2, refused: 0 },
    { kind: 'device-key.requested', ...policy },
    { kind: 'device-key.changed', ...policy, outcome: 'done' },
  ])
})

it('takes the step to a key for each device only with the number of a review', async () => {
  const { admin } = await mixed()
  await expect(invoke(setKeyPolicy, admin, { policy: 'per-device', reason: REASON })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})

it('asks for a reason and a recent sign-in where agents are let in, counted as restores are', async () => {
  const { running, admin } = await mixed()
  const reasonMissing = { code: 'invalid-input', issues: [{ path: 'reason' }] }
  await expect(invoke(setKeyPolicy, admin, { policy: 'shared' })).rejects.toMatchObject(reasonMissing)
  await expect(invoke(releaseDeviceKeys, admin, { ids: [A, B] })).rejects.toMatchObject(reasonMissing)
  await expect(invoke(liftIdBlocks, admin, { ids: [A] })).rejects.toMatchObject(reasonMissing)
  expect(await invoke(releaseDeviceKeys, admin, { ids: [A, A] })).toMatchObject({ changed: 1, failed: [] })
  // A second device within ten minutes is a second start, whichever act it is.
  await expect(invoke(releaseDeviceKeys, admin, { ids: [B] })).rejects.toMatchObject(reasonMissing)
  await running.act(admin, { id: randomUUID(), kind: 'revoke', target: { ids: [B] } })
  const restore = { id: randomUUID(), kind: 'restore', target: { ids: [B] } } satisfies StartOperation
  await expect(running.act(admin, restore)).rejects.toMatchObject(reasonMissing)
  const old = await running.as('admin', { signedInMsAgo: 11 * 60_000 })
  for (const [service, input] of [
    [setKeyPolicy, { policy: 'shared', reason: REASON }],
    [releaseDeviceKeys, { ids: [A, B], reason: REASON }],
    [liftIdBlocks, { ids: [A], reason: REASON }],
  ] as const)
    await expect(invoke<never, unknown>(service as never, old, input)).rejects.toMatchObject({ name: 'SignInTooOld' })
})

it('ends keys without a reason and without a recent sign-in: that stops agents', async () => {
  const { running, enrol, enrolmentKey } = await mixed()
  const { deviceKey } = (await enrol.post('devices/register', { deviceId: 'crewai:prod:runner:03' })).body
  const old = await running.as('admin', { signedInMsAgo: 11 * 60_000 })
  const ended = await invoke(endDeviceKeys, old, { ids: ['crewai:prod:runner:03', A, 'not:on:file:01'] })
  expect(ended).toMatchObject({ changed: 1, unchanged: 1, failed: [{ code: 'device_not_found' }] })
  const device = apiOf(running.authority.url, deviceKey as string)
  expect((await device.post('devices/validate', { deviceId: 'crewai:prod:runner:03' })).status).toBe(401)
  await invoke(revokeAgentKey, old, { key: enrolmentKey.id })
  expect((await enrol.post('devices/register', { deviceId: 'crewai:prod:runner:04' })).status).toBe(401)
})

it('lists the ids that stay stopped after a removal, and lifts a block', async () => {
  const { running, admin, client } = await mixed()
  await invoke(setKeyPolicy, admin, { policy: 'per-device', darkMax: 2, reason: REASON })
  await client.revoke(A)
  await client.remove(A)
  const listed = async () => invoke(listIdBlocks, await running.as('viewer'), {})
  expect(await listed()).toMatchObject({ blocks: [{ deviceId: A, createdAt: expect.any(String) }] })
  expect(await invoke(liftIdBlocks, admin, { ids: [A], reason: REASON })).toMatchObject({ changed: 1 })
  expect(await listed()).toMatchObject({ blocks: [] })
  expect((await recorded(running)).at(-1)).toMatchObject({ act: 'lift', device_id: A, outcome: 'done', reason: REASON })
})

it('an authority that falls silent leaves the outcome unknown, and the record says so', async () => {
  const { running, admin } = await mixed()
  await running.authority.close()
  await expect(invoke(endDeviceKeys, admin, { ids: [A] })).rejects.toMatchObject({ code: 'upstream-unavailable' })
  expect((await recorded(running)).at(-1)).toMatchObject({ act: 'end', outcome: 'unknown' })
})

it('below an admin everything is seen and nothing changed', async () => {
  const { running } = await mixed()
  const operator = await running.as('operator')
  for (const [service, input] of [
    [setKeyPolicy, { policy: 'shared', reason: REASON }],
    [releaseDeviceKeys, { ids: [A], reason: REASON }],
    [endDeviceKeys, { ids: [A] }],
    [liftIdBlocks, { ids: [A], reason: REASON }],
  ] as const)
    await expect(invoke<never, unknown>(service as never, operator, input)).rejects.toMatchObject({ code: 'forbidden' })
})
