/**
 * One table of cases, against the embedded authority always, and against a real MachineID when MACHINEID_CONTRACT_ORG_KEY
 * is set (and MACHINEID_CONTRACT_BASE_URL, default https://machineid.io). Without a key those are not registered at all.
 * On a real org only devices that the run itself registers are touched, and the org is never disabled nor its key rotated.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAuthority } from '@/lib/authority/start-authority'
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'

type Subject = { client: MachineIdClient; newId: () => string }
type Case = [name: string, run: (subject: Subject) => Promise<void>]

const codeOf = (error: unknown) => (error instanceof UpstreamError ? error.code : String(error))
const refusal = (call: Promise<unknown>) => call.then(() => 'passed', codeOf)
const stateOf = async (client: MachineIdClient, id: string) =>
  (await client.listDevices()).devices.find(({ deviceId }) => deviceId === id)?.status

/** What holds for every MachineID. */
const PUBLIC_RECORD: Case[] = [
  [
    'register, then exists',
    async ({ client, newId }) => {
      const id = newId()
      expect((await client.register(id)).status).toBe('created')
      expect((await client.register(id)).status).toBe('exists')
      expect(await stateOf(client, id)).toBe('active')
      await client.remove(id)
    },
  ],
  [
    'a revoke denies the next validate, a restore allows it',
    async ({ client, newId }) => {
      const id = newId()
      await client.register(id)
      expect(await client.validate(id)).toMatchObject({ allowed: true })
      await client.revoke(id)
      expect(await client.validate(id)).toMatchObject({ allowed: false })
      expect(await stateOf(client, id)).toBe('revoked')
      await client.unrevoke(id)
      expect(await client.validate(id)).toMatchObject({ allowed: true })
      await client.remove(id)
      expect(await stateOf(client, id)).toBeUndefined()
    },
  ],
  ['usage reports the plan', async ({ client }) => expect(Object.keys(await client.usage()).length).toBeGreaterThan(0)],
  [
    'an unknown device is refused',
    async ({ client, newId }) => {
      expect(await client.validate(newId())).toMatchObject({ allowed: false })
      expect(await refusal(client.revoke(newId()))).toBe('upstream-denied')
    },
  ],
  [
    'capabilities can be probed',
    async ({ client }) =>
      expect(Object.values(await client.capabilities()).every((offer) => /^(yes|no|unknown)$/.test(offer))).toBe(true),
  ],
]

/** What the embedded authority adds. */
const EMBEDDED: Case[] = [
  [
    'offers everything',
    async ({ client }) =>
      expect(await client.capabilities()).toEqual({ orgDisable: 'yes', batch: 'yes', deltas: 'yes' }),
  ],
  [
    'a repeat changes nothing and says so',
    async ({ client, newId }) => {
      const id = newId()
      await client.register(id)
      const first = await client.revoke(id)
      expect(first).toMatchObject({ changed: true, revision: expect.any(Number), requestId: expect.any(String) })
      expect(await client.revoke(id)).toMatchObject({ changed: false })
      expect(await refusal(client.register(id))).toBe('upstream-denied')
    },
  ],
  [
    'batches answer per id',
    async ({ client, newId }) => {
      const [known, unknown] = [newId(), newId()]
      await client.register(known)
      for (const call of ['revokeBatch', 'unrevokeBatch', 'removeBatch'] as const) {
        const { results, revision, unasked } = await client[call]([unknown, known])
        expect(results).toMatchObject([
          { deviceId: unknown, outcome: 'refused', code: 'device_not_found' },
          { deviceId: known, outcome: 'accepted', changed: true },
        ])
        expect([typeof revision, unasked]).toEqual(['number', 0])
      }
    },
  ],
  [
    'a delta reports changes, removals and the decision with its revision',
    async ({ client, newId }) => {
      const [kept, gone] = [newId(), newId()]
      for (const id of [kept, gone]) await client.register(id)
      const { revision, now, etag } = await client.listDevices()
      expect([typeof revision, typeof now, typeof etag]).toEqual(['number', 'number', 'string'])
      const stop = await client.revoke(kept)
      const verdict = await client.validate(kept)
      await client.remove(gone)
      const delta = await client.listDevices({ since: revision })
      expect(delta).toMatchObject({ delta: true, removed: [gone], unreadable: 0 })
      expect(delta.devices).toMatchObject([
        { deviceId: kept, status: 'revoked', lastDecision: { allowed: false, code: verdict.code } },
      ])
      expect(delta.devices[0]?.lastDecision?.revision).toBeGreaterThanOrEqual(stop.revision ?? Number.POSITIVE_INFINITY)
      expect(await client.listDevices({ since: 1e12 }).catch((error: UpstreamError) => error.upstreamStatus)).toBe(410)
    },
  ],
  [
    'an etag that still holds is not sent again',
    async ({ client, newId }) => {
      const { etag } = await client.listDevices()
      expect((await client.listDevices({ etag })).notModified).toBe(true)
      await client.register(newId())
      expect((await client.listDevices({ etag })).notModified).toBe(false)
    },
  ],
  [
    'devices by id, strange ones included',
    async ({ client, newId }) => {
      const ids = [
        'a b',
        'é',
        'e\u0301',
        '__proto__',
        '../x',
        'a&b=c#d%2f+',
        '\u202eabc',
        '😀',
        '<b>',
        '"\'',
        '{a,b}',
        '*',
      ].map((id) => id + newId())
      for (const id of ids) await client.register(id)
      const { devices } = await client.listDevices({ deviceIds: [...ids, newId()] })
      expect(devices.map(({ deviceId }) => deviceId).sort()).toEqual([...ids].sort())
      for (const id of ids) expect(await client.revoke(id)).toMatchObject({ changed: true })
      const { results } = await client.removeBatch(ids)
      expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    },
  ],
  [
    'the org can be disabled and enabled',
    async ({ client, newId }) => {
      const id = newId()
      await client.register(id)
      expect(await client.orgStatus()).toMatchObject({ execution: 'enabled' })
      expect(await client.orgDisable('drill')).toMatchObject({ execution: 'disabled', changed: true, reason: 'drill' })
      expect(await client.validate(id)).toMatchObject({ allowed: false, code: 'ORG_DISABLED' })
      expect(await client.orgDisable('again')).toMatchObject({ execution: 'disabled', changed: false })
      expect(await client.orgEnable('over')).toMatchObject({ execution: 'enabled', changed: true })
      expect(await client.validate(id)).toMatchObject({ allowed: true })
    },
  ],
]

/** Keys of devices, in an order: each step needs the one before. */
const DEVICE_KEYS: Case[] = [
  [
    'devices have keys of their own, step by step',
    async ({ client, newId }) => {
      const [id, other] = [newId(), newId()]
      for (const each of [id, other]) await client.register(each)
      expect(await client.deviceKeys()).toMatchObject({ policy: 'shared', keyed: 0, enrolmentKeys: 0, idBlocks: 0 })
      expect(await client.deviceKeyOf(id)).toEqual({ has: false, isReported: false })
      expect(await client.setKeyPolicy({ policy: 'mixed' })).toEqual({ changed: true })
      expect(await client.deviceKeyOf(id)).toEqual({ has: false, isReported: true })
      expect(await client.deviceKeyOf(newId())).toBeNull()
      const { devices, total } = await client.darkDevices(null)
      expect(devices.map(({ deviceId }) => deviceId)).toEqual(expect.arrayContaining([id, other].sort()))
      expect(devices).toHaveLength(total)
      expect((await client.darkDevices(devices[0]!.deviceId)).devices).toEqual(devices.slice(1))
      const released = await client.releaseDeviceKeys([id, newId()])
      expect(released.results).toMatchObject([
        { outcome: 'accepted' },
        { outcome: 'refused', code: 'device_not_found' },
      ])
      expect((await client.endDeviceKeys([id])).results).toMatchObject([{ outcome: 'accepted', changed: false }])
      const refused = await client.setKeyPolicy({ policy: 'per-device', darkMax: 1 }).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'upstream-denied', upstreamCode: 'more_go_dark' })
      await client.setKeyPolicy({ policy: 'per-device', darkMax: total })
      await client.revoke(id)
      await client.removeBatch([id])
      expect(await client.idBlocks()).toEqual([{ deviceId: id, createdAt: expect.any(Number) }])
      expect((await client.liftIdBlocks([id])).results).toMatchObject([{ outcome: 'accepted', changed: true }])
      await client.setKeyPolicy({ policy: 'shared' })
      await client.remove(other)
      const { events, last, more, lost } = await client.keyEvents(0)
      expect(events.map(({ number }) => number)).toEqual(Array.from({ length: last }, (_, at) => at + 1))
      expect([more, lost, events[1]]).toEqual([false, false, expect.objectContaining({ deviceId: id })])
      expect((await client.keyEvents(last - 1)).events).toMatchObject([{ kind: 'policy', detail: 'shared' }])
    },
  ],
]

describe('contract with the embedded authority', () => {
  const orgKey = `org_${'k'.repeat(40)}`
  const agentKey = `org_agent_${'a'.repeat(40)}`
  let authority: Awaited<ReturnType<typeof startAuthority>>
  let subject: Subject
  const connect = (key: string) => createMachineIdClient({ baseUrl: authority.url, orgKey: new Secret(key) })

  beforeAll(async () => {
    authority = await startAuthority({
      dataDir: ':memory:',
      orgKey,
      agentKey,
      deviceLimit: 50,
      port: 0,
      idProfile: 'any',
    })
    subject = { client: connect(orgKey), newId: () => `contract:test:runner:${randomUUID()}` }
  })
  afterAll(async () => {
    await subject.client.close()
    await authority.close()
  })

  it.each([...PUBLIC_RECORD, ...EMBEDDED, ...DEVICE_KEYS])('%s', (_, run) => run(subject))

  it('a wrong key and an agent key are rejected as keys', async () => {
    for (const key of ['org_wrong_key_000000', agentKey]) {
      const client = connect(key)
      expect(await refusal(client.revoke('a'))).toBe('upstream-key-rejected')
      expect(await refusal(client.listDevices())).toBe('upstream-key-rejected')
      await client.close()
    }
  })

  it('the cap refuses one more, in a batch for that device alone', async () => {
    const full = await startAuthority({ dataDir: ':memory:', orgKey, deviceLimit: 2, port: 0 })
    const client = createMachineIdClient({ baseUrl: full.url, orgKey: new Secret(orgKey) })
    for (const id of ['a', 'b']) await client.register(id)
    const error: unknown = await client.register('c').catch((fault: unknown) => fault)
    expect(error).toMatchObject({ code: 'upstream-denied', upstreamCode: 'device_limit_reached' })
    await client.revokeBatch(['a', 'b'])
    await client.register('c')
    const { results } = await client.unrevokeBatch(['a', 'b'])
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['accepted', undefined],
      ['refused', 'device_limit_reached'],
    ])
    expect(await client.usage()).toMatchObject({ limit: 2, devicesUsed: 2, remaining: 0, planTier: 'custom' })
    await client.close()
    await full.close()
  })

  it('a rotated key works, the old one no longer', async () => {
    const own = await startAuthority({ dataDir: ':memory:', orgKey, port: 0 })
    const before = createMachineIdClient({ baseUrl: own.url, orgKey: new Secret(orgKey) })
    const { key } = await before.rotateKey()
    const after = createMachineIdClient({ baseUrl: own.url, orgKey: key })
    expect(await refusal(before.usage())).toBe('upstream-key-rejected')
    expect(await refusal(after.usage())).toBe('passed')
    await Promise.all([before.close(), after.close()])
    await own.close()
  })
})

const realKey = process.env.MACHINEID_CONTRACT_ORG_KEY
if (realKey) {
  describe('contract with a real MachineID', () => {
    const baseUrl = process.env.MACHINEID_CONTRACT_BASE_URL ?? 'https://machineid.io'
    const client = createMachineIdClient({ baseUrl, orgKey: new Secret(realKey) })
    afterAll(() => client.close())
    it.each(PUBLIC_RECORD)('%s', (_, run) =>
      run({ client, newId: () => `console-contract:test:runner:${randomUUID()}` }),
    )
  })
}
