import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, gated, hang, html, json } from '@/testing/faults/faults'
import { createGate } from '@/testing/faults/gate'
import { CHUNK_DEVICES_MAX, type SnapshotItem, type SnapshotReader } from './snapshot'
import { createWorkerReaders, type WorkerReaders } from './worker-reader'

const KEY = 'org_canary_0123456789abcdef'
// Inside the project, so that the bundle finds its packages.
const folder = join(process.cwd(), 'node_modules', '.cache', 'machineid-worker-test')
const crashFlag = join(folder, 'crash')
let server: FaultServer
let workers: WorkerReaders
let reader: SnapshotReader

const fleet = (count: number): Fault =>
  json({ revision: 1, now: '2026-01-01T00:00:00.000Z', devices: Array.from({ length: count }, (_, at) => entry(at)) })
const entry = (at: number) => ({
  deviceId: `crewai:prod:runner:${String(at).padStart(6, '0')}`,
  status: 'active',
  revoked: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  revokedAt: null,
  lastValidatedAt: '2026-01-01T00:00:00.000Z',
  lastDecision: { allowed: true, code: 'ALLOW', at: '2026-01-01T00:00:00.000Z', revision: at },
  validations: { allowed: at, denied: 0 },
  rhythm: { medianMs: 2_000, p95Ms: 2_100, n: 60 },
})

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: { 'snapshot-worker': 'lib/machineid/snapshot/snapshot-worker.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  // The real worker, with a hook that kills it at the next message while the flag lies there.
  writeFileSync(
    join(folder, 'fragile-worker.mjs'),
    `import './snapshot-worker.mjs'
     import { existsSync } from 'node:fs'
     import { parentPort } from 'node:worker_threads'
     parentPort.on('message', () => { if (existsSync(${JSON.stringify(crashFlag)})) process.exit(7) })`,
  )
  server = await startFaultServer(html(404))
  workers = createWorkerReaders({ workerPath: join(folder, 'fragile-worker.mjs') })
  reader = workers.open({ baseUrl: server.url, orgKey: new Secret(KEY) })
})
afterEach(() => {
  server.reset()
  if (existsSync(crashFlag)) rmSync(crashFlag)
})
afterAll(async () => {
  await workers.close()
  await server.close()
})

async function take(options?: Parameters<SnapshotReader['read']>[0]): Promise<SnapshotItem[]> {
  const items: SnapshotItem[] = []
  for await (const item of reader.read(options)) items.push(item)
  return items
}
const devicesOf = (items: SnapshotItem[]): Device[] =>
  items.flatMap((item) => (item.kind === 'chunk' ? [...item.upserts] : []))

describe('the worker', () => {
  it('reads what the authority reports, with the key in its header', async () => {
    server.on('/api/v1/devices/list', fleet(4_500))
    const items = await take()
    expect(items.map((item) => (item.kind === 'chunk' ? [...item.upserts].length : item.kind))).toEqual([
      'start',
      ...Array.from({ length: 4_500 / CHUNK_DEVICES_MAX }, () => CHUNK_DEVICES_MAX),
      'summary',
    ])
    expect(devicesOf(items)[17]).toEqual({
      deviceId: 'crewai:prod:runner:000017',
      status: 'active',
      createdAt: Date.UTC(2026, 0),
      revokedAt: null,
      lastValidatedAt: Date.UTC(2026, 0),
      lastDecision: { allowed: true, code: 'ALLOW', at: Date.UTC(2026, 0), revision: 17 },
      validations: { allowed: 17, denied: 0 },
      rhythm: { medianMs: 2_000, p95Ms: 2_100, n: 60 },
    })
    expect(server.requests[0]?.headers['x-org-key']).toBe(KEY)
  })

  it('a fault arrives as the same error', async () => {
    server.on('/api/v1/devices/list', json({ error: 'invalid_org_key', message: `no ${KEY}` }, 401))
    const error: Error = await take().then(
      () => new Error('passed'),
      (fault: Error) => fault,
    )
    expect(error).toMatchObject({ name: 'UpstreamError', code: 'upstream-key-rejected', upstreamStatus: 401 })
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(KEY)
  })

  it('a crash fails the reading; the next one is a full one in a new worker', async () => {
    server.on('/api/v1/devices/list', fleet(3))
    await take()
    server.on('/api/v1/devices/list', json({ revision: 2, devices: [entry(1)], removed: [] }))
    expect((await take())[0]).toEqual({ kind: 'start', full: false, count: 3 })
    writeFileSync(crashFlag, '')
    await expect(take()).rejects.toMatchObject({ code: 'internal' })
    rmSync(crashFlag)
    server.on('/api/v1/devices/list', fleet(3))
    const items = await take()
    expect(items[0]).toEqual({ kind: 'start', full: true, count: 3 })
    expect(devicesOf(items)).toHaveLength(3)
  })

  it('a reading that is given up ends at once, and the next one works', async () => {
    const gate = createGate()
    server.on('/api/v1/devices/list', gated(gate, hang()))
    const giveUp = new AbortController()
    const taking = expect(take({ signal: giveUp.signal })).rejects.toMatchObject({ code: 'upstream-unavailable' })
    await gate.came()
    giveUp.abort()
    // Its own deadline would have another code.
    await taking
    server.on('/api/v1/devices/list', fleet(2))
    expect(devicesOf(await take({ full: true }))).toHaveLength(2)
  })

  it('a consumer that stops in the middle gets the same again', async () => {
    server.on('/api/v1/devices/list', fleet(5_000))
    for await (const item of reader.read({ full: true })) if (item.kind === 'chunk') break
    expect(devicesOf(await take({ full: true }))).toHaveLength(5_000)
  })

  it('two orgs share it and do not mix', async () => {
    const other = await startFaultServer(html(404))
    other.on('/api/v1/devices/list', fleet(7))
    server.on('/api/v1/devices/list', fleet(2_500))
    const second = workers.open({ baseUrl: other.url, orgKey: new Secret('org_other_0123456789') })
    const items: SnapshotItem[] = []
    const mixed = (async () => {
      for await (const item of second.read()) items.push(item)
    })()
    const [first] = await Promise.all([take({ full: true }), mixed])
    expect([devicesOf(first).length, devicesOf(items).length]).toEqual([2_500, 7])
    expect(other.requests.every(({ headers }) => headers['x-org-key'] === 'org_other_0123456789')).toBe(true)
    await second.close()
    await other.close()
  })

  it('lets everything else run between two chunks, however fast the consumer is', async () => {
    server.on('/api/v1/devices/list', fleet(30_000))
    let turns = 0
    let counting = setImmediate(function count() {
      turns++
      counting = setImmediate(count)
    })
    const turnsAt: number[] = []
    for await (const item of reader.read({ full: true })) if (item.kind === 'chunk') turnsAt.push(turns)
    clearImmediate(counting)
    expect(turnsAt).toHaveLength(30_000 / CHUNK_DEVICES_MAX)
    for (let chunk = 1; chunk < turnsAt.length; chunk++) expect(turnsAt[chunk]).toBeGreaterThan(turnsAt[chunk - 1] ?? 0)
  })
})
