import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startAuthority } from '@/lib/authority/start-authority'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, html, json, raw } from '@/testing/faults/faults'
import type { MachineIdClient } from '../client'
import { createMachineIdClient } from '../create-client'
import { CHUNK_DEVICES_MAX, type SnapshotItem, type SnapshotReader, type SnapshotSummary } from './snapshot'
import { createSnapshotReader } from './snapshot-reader'

type Reading = { full: boolean; upserts: string[]; removed: string[]; chunks: number[]; summary: SnapshotSummary }

async function take(reader: SnapshotReader, options?: Parameters<SnapshotReader['read']>[0]): Promise<Reading> {
  const items: SnapshotItem[] = []
  for await (const item of reader.read(options)) items.push(item)
  const chunks = items.filter((item) => item.kind === 'chunk')
  const summary = items.at(-1)
  if (items[0]?.kind !== 'start' || summary?.kind !== 'summary')
    throw new Error('a reading starts with start and ends with summary')
  return {
    full: items[0].full,
    upserts: chunks.flatMap(({ upserts }) => [...upserts].map(({ deviceId }) => deviceId)),
    removed: chunks.flatMap(({ removed }) => removed),
    chunks: chunks.map(({ upserts }) => [...upserts].length),
    summary,
  }
}

describe('with revisions', () => {
  const orgKey = `org_${'s'.repeat(40)}`
  let authority: Awaited<ReturnType<typeof startAuthority>>
  let client: MachineIdClient
  beforeAll(async () => {
    authority = await startAuthority({ dataDir: ':memory:', orgKey, deviceLimit: 10_000, port: 0 })
    client = createMachineIdClient({ baseUrl: authority.url, orgKey: new Secret(orgKey) })
  })
  afterAll(async () => {
    await client.close()
    await authority.close()
  })

  it('first everything in order, then what changed', async () => {
    const reader = createSnapshotReader(client)
    for (const id of ['b', 'a', 'C']) await client.register(id)
    const first = await take(reader)
    expect(first).toMatchObject({
      full: true,
      upserts: ['a', 'b', 'C'],
      removed: [],
      summary: { count: 3, unreadable: 0, unchanged: false },
    })
    expect(first.summary).toMatchObject({
      usage: { devicesUsed: 3 },
      org: { execution: 'enabled' },
      revision: expect.any(Number),
    })
    expect(Math.abs((first.summary.authorityNow ?? 0) - first.summary.readAt)).toBeLessThan(5_000)

    expect(await take(reader)).toMatchObject({
      full: false,
      upserts: [],
      removed: [],
      summary: { unchanged: true, count: 3 },
    })
    await client.revoke('b')
    await client.remove('a')
    await client.register('d')
    expect(await take(reader)).toMatchObject({
      full: false,
      upserts: ['b', 'd'],
      removed: ['a'],
      summary: { count: 3 },
    })
    expect(await take(reader, { full: true })).toMatchObject({ full: true, upserts: ['b', 'C', 'd'] })
  })

  it('a reading that was broken off is repeated', async () => {
    const reader = createSnapshotReader(client)
    await take(reader)
    await client.register('broken-off')
    for await (const item of reader.read()) if (item.kind === 'chunk') break
    expect((await take(reader)).upserts).toEqual(['broken-off'])
  })

  it('two readings at once take turns', async () => {
    const reader = createSnapshotReader(client)
    const [first, second] = await Promise.all([take(reader), take(reader)])
    expect([first.full, second.full]).toEqual([true, false])
  })

  it('a large fleet comes in chunks', async () => {
    const ids = Array.from({ length: 4_500 }, (_, at) => `crewai:prod:runner:${at}`)
    for (let from = 0; from < ids.length; from += 100)
      await Promise.all(ids.slice(from, from + 100).map((id) => client.register(id)))
    const { chunks, upserts } = await take(createSnapshotReader(client))
    expect(Math.max(...chunks)).toBe(CHUNK_DEVICES_MAX)
    expect(new Set(upserts).size).toBe(upserts.length)
    expect(upserts).toEqual(expect.arrayContaining(ids))
  })
})

describe('other authorities', () => {
  let server: FaultServer
  let client: MachineIdClient
  const list = (devices: unknown[], more: object = {}): Fault => json({ devices, ...more })
  beforeAll(async () => {
    server = await startFaultServer(html(404))
    client = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret('org_0123456789') })
  })
  afterEach(() => server.reset())
  afterAll(async () => {
    await client.close()
    await server.close()
  })

  it('without revisions the lists are compared', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([{ id: 'b' }, { id: 'a', revoked: false }, { id: 'b' }]))
    const first = await take(reader)
    expect(first).toMatchObject({ full: true, upserts: ['a', 'b'], summary: { duplicates: 1, count: 2 } })
    expect(first.summary.usage).toBeUndefined()
    expect(first.summary.org).toBeUndefined()
    server.on('/api/v1/devices/list', list([{ id: 'a', revoked: true }, { id: 'c' }, { id: 'd' }, 5]))
    expect(await take(reader)).toMatchObject({
      full: false,
      upserts: ['a', 'c', 'd'],
      removed: ['b'],
      summary: { unreadable: 1 },
    })
    expect((await take(reader)).summary.unchanged).toBe(true)
  })

  it('304 leaves everything as it is', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', json({ devices: [{ id: 'a' }] }, 200, { etag: '"7"' }))
    await take(reader)
    server.on('/api/v1/devices/list', raw(304, ''))
    expect(await take(reader)).toMatchObject({ full: false, upserts: [], summary: { unchanged: true, count: 1 } })
    expect(
      server.requests.at(-1)?.headers['if-none-match'] ??
        server.requests.map(({ headers }) => headers['if-none-match']),
    ).toBeDefined()
  })

  it('entries without an id are counted until a whole list has none', async () => {
    const reader = createSnapshotReader(client)
    const faults = async () => (await take(reader)).summary.unreadable
    const bad = [{}, null, { name: 'a' }]
    server.on('/api/v1/devices/list', json({ devices: [{ id: 'a' }, ...bad] }, 200, { etag: '"7"' }))
    expect(await faults()).toBe(3)
    server.on('/api/v1/devices/list', raw(304, ''))
    expect(await faults()).toBe(3)
    server.on('/api/v1/devices/list', list([{ id: 'a' }, {}], { revision: 8 }))
    expect(await faults()).toBe(1)
    server.on('/api/v1/devices/list', list([{ id: 'b' }], { revision: 9, removed: [] }))
    expect(await faults()).toBe(1)
    server.on('/api/v1/devices/list', list([{ id: 'b' }], { revision: 10 }))
    expect(await faults()).toBe(0)
  })

  it('ids that no register takes come and go like others', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([{ id: 5 }, { id: '5' }, { id: ' 5' }, { id: '' }], { revision: 1 }))
    expect((await take(reader)).upserts).toEqual([' 5', '5', 'json=""', 'json=5'])
    server.on('/api/v1/devices/list', list([], { revision: 2, removed: [5, ''] }))
    expect((await take(reader)).removed).toEqual(['json=5', 'json=""'])
  })

  it('a revision too old leads to the whole list, a `since` that is ignored too', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([{ id: 'a' }, { id: 'b' }], { revision: 5 }))
    await take(reader)
    server.on('/api/v1/devices/list', list([{ id: 'b' }, { id: 'c' }], { revision: 9 }))
    server.on('/api/v1/devices/list?since=5', json({ status: 'error', error: 'revision_too_old' }, 410))
    expect(await take(reader)).toMatchObject({ upserts: ['c'], removed: ['a'], summary: { revision: 9 } })
    server.on('/api/v1/devices/list', list([{ id: 'c' }], { revision: 10 }))
    expect(await take(reader)).toMatchObject({ upserts: [], removed: ['b'], summary: { revision: 10, count: 1 } })
  })

  it('an upstream fault comes before the first chunk and loses nothing', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([{ id: 'a' }]))
    await take(reader)
    server.on('/api/v1/devices/list', html(200))
    const items: SnapshotItem[] = []
    const broken = async () => {
      for await (const item of reader.read()) items.push(item)
    }
    await expect(broken()).rejects.toMatchObject({ code: 'upstream-invalid' })
    expect(items).toEqual([])
    server.on('/api/v1/devices/list', list([{ id: 'a' }]))
    expect((await take(reader)).summary.unchanged).toBe(true)
  })

  it('counts what is no device, and goes on counting it after a delta', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([{ id: 'a' }, {}, 5], { revision: 5 }))
    expect((await take(reader)).summary).toMatchObject({ count: 1, unreadable: 2 })
    server.on('/api/v1/devices/list?since=5', list([{ id: 'b' }], { revision: 6, removed: [] }))
    expect(await take(reader)).toMatchObject({ upserts: ['b'], summary: { count: 2, unreadable: 2 } })
    server.on('/api/v1/devices/list?since=6', list([{ id: 'c' }, {}, {}, {}], { revision: 7, removed: [] }))
    expect(await take(reader)).toMatchObject({ upserts: ['c'], summary: { count: 3, unreadable: 3 } })
  })

  it('reads the whole list where nothing of a delta is a device: what changed would be lost', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([{ id: 'a', status: 'active' }], { revision: 5 }))
    await take(reader)
    server.on('/api/v1/devices/list?since=5', list([[[[]]]], { revision: 6, removed: [] }))
    server.on('/api/v1/devices/list', list([{ id: 'a', status: 'revoked' }, {}], { revision: 6 }))
    expect(await take(reader)).toMatchObject({ upserts: ['a'], summary: { revision: 6, unreadable: 1 } })
  })

  it('an authority without org status is not called for it each time', async () => {
    const reader = createSnapshotReader(client)
    server.on('/api/v1/devices/list', list([]))
    for (let reading = 0; reading < 3; reading++) await take(reader)
    expect(server.requests.filter(({ path }) => path.includes('org/status'))).toHaveLength(1)
  })
})
