/**
 * The authority's figures, with 100,000 devices on disk: how much of a bare `node:http` server's speed is left to
 * validates, and how long a start takes. Servers are processes of their own, the client is the same for both.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { hashKey } from '@/lib/authority/keys/key-hash'
import { startAuthority } from '@/lib/authority/start-authority'
import { Evidence, PAGE_BYTES } from '@/lib/authority/state/evidence'
import { hammer, type Load } from './authority-bench-client'
import { type BenchServer, spawnServer } from './authority-bench-server'

export type Figure = { name: string; value: number; unit: string; limit: number; ok: boolean }

const DEVICES = 100_000
const PAIRS = 9
const RUN_MS = 2_000
const WARM_UP_MS = 6_000
const CONNECTIONS = 32
const ORG_KEY = 'org_bench_0123456789abcdefghij'
const AGENT_KEY = 'org_agent_bench_0123456789abcdefghij'

const deviceId = (index: number) => `crewai:prod:role-${index % 40}:${String(index).padStart(6, '0')}`

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Makes a data folder with 100,000 devices, one in ten revoked, each with a full ring of evidence. */
export async function seedDevices(dataDir: string): Promise<void> {
  const first = await startAuthority({ dataDir, deviceLimit: DEVICES, orgKey: ORG_KEY, agentKey: AGENT_KEY })
  await first.close()
  const now = Date.now()
  const evidence = new Evidence()
  const db = new Database(join(dataDir, 'authority.db'))
  const insert = db.prepare('INSERT INTO devices VALUES (?, ?, 1, ?, ?, ?, ?)')
  db.transaction(() => {
    for (let index = 0; index < DEVICES; index += 1) {
      const revokedAt = index % 10 === 9 ? now : null
      insert.run(index + 1, index, deviceId(index), now, revokedAt, revokedAt && index)
      for (let asked = 0; asked < 33; asked += 1)
        evidence.record(index + 1, index, now - 60_000 + asked * 1_800, 1, index)
    }
    db.prepare("UPDATE meta SET value = ? WHERE name = 'next_serial'").run(DEVICES + 1)
  })()
  db.close()
  const pages = new Database(join(dataDir, 'authority-evidence.db'))
  const put = pages.prepare('INSERT OR REPLACE INTO pages VALUES (?, ?)')
  pages.transaction(() => {
    const bytes = new Uint8Array(evidence.dirtyCount * PAGE_BYTES)
    evidence.take(Number.MAX_SAFE_INTEGER, bytes).forEach((number, at) => {
      put.run(number, bytes.subarray(at * PAGE_BYTES, (at + 1) * PAGE_BYTES))
    })
  })()
  pages.close()
}

const authorityServer = (dataDir: string) =>
  spawnServer([resolve('dist/authority.mjs')], { DATA_DIR: dataDir, AUTHORITY_PORT: '0', AUTHORITY_HOST: '127.0.0.1' })

/** Reads the body, parses it and answers a constant of the size of an allowed validate. */
const BARE_SOURCE = `
import { createServer } from 'node:http'
const reply = JSON.stringify({ allowed: true, code: 'ALLOW', status: 'ok', reason: 'The device is active.',
  handler: 'devices/validate', request_id: '66a8fb3d-2b03-4a61-bd49-ef864ab6eead', revision: 123456789 })
const server = createServer((req, res) => {
  const chunks = []
  req.on('data', (chunk) => chunks.push(chunk))
  req.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString())
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': reply.length })
    res.end(reply)
  })
})
server.listen(0, '127.0.0.1', () => console.log('ready http://127.0.0.1:' + server.address().port))
`

/** A key per device, of the length of a real one. */
const deviceKey = (index: number) => `org_device_${String(index).padStart(43, 'k')}`

/** Gives every device its own key, used before, in an org in which no other key validates. */
function seedDeviceKeys(dataDir: string): void {
  const db = new Database(join(dataDir, 'authority.db'))
  const insert = db.prepare('INSERT INTO device_keys VALUES (?, ?, 1, 1)')
  db.transaction(() => {
    db.exec("UPDATE orgs SET key_policy = 'per-device'")
    for (let index = 0; index < DEVICES; index += 1) insert.run(hashKey(deviceKey(index)), index + 1)
  })()
  db.close()
}

const requests = (port: number, keyOf: (index: number) => string) =>
  Array.from({ length: 20_000 }, () => {
    const index = Math.floor(Math.random() * DEVICES)
    const body = JSON.stringify({ deviceId: deviceId(index) })
    return Buffer.from(
      `POST /api/v1/devices/validate HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-org-key: ${keyOf(index)}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  })

async function validatePairs(
  dataDir: string,
  keyOf: (index: number) => string,
): Promise<{ bare: Load; authority: Load }[]> {
  const servers: BenchServer[] = []
  try {
    const bare = await spawnServer(['--input-type=module', '-e', BARE_SOURCE], {})
    servers.push(bare)
    const authority = await authorityServer(dataDir)
    servers.push(authority)
    const load = (server: BenchServer, ms: number) => hammer(server.port, requests(server.port, keyOf), CONNECTIONS, ms)
    await load(bare, WARM_UP_MS)
    await load(authority, WARM_UP_MS)
    const pairs: { bare: Load; authority: Load }[] = []
    for (let pair = 0; pair < PAIRS; pair += 1) {
      // Who goes first changes with each pair, so that a drift of the machine favours neither.
      const early = pair % 2 === 0 ? await load(bare, RUN_MS) : await load(authority, RUN_MS)
      const late = pair % 2 === 0 ? await load(authority, RUN_MS) : await load(bare, RUN_MS)
      pairs.push(pair % 2 === 0 ? { bare: early, authority: late } : { bare: late, authority: early })
    }
    return pairs
  } finally {
    for (const server of servers) await server.stop()
  }
}

async function withSeededDevices<T>(run: (dataDir: string) => Promise<T>, withKeys = false): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'authority-bench-'))
  try {
    await seedDevices(dataDir)
    if (withKeys) seedDeviceKeys(dataDir)
    return await run(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000

const speedLeft = (pairs: { bare: Load; authority: Load }[]) =>
  round(median(pairs.map(({ bare, authority }) => authority.perSecond / bare.perSecond)))

/** `authority.validate.keyed.ratio` (at least 0.65): each device of a `per-device` org validates under its own key. */
export async function authorityValidateKeyed(): Promise<Figure> {
  const ratio = speedLeft(await withSeededDevices((dataDir) => validatePairs(dataDir, deviceKey), true))
  return { name: 'authority.validate.keyed.ratio', value: ratio, unit: 'ratio', limit: 0.65, ok: ratio >= 0.65 }
}

/** `authority.validate.ratio` (at least 0.7) and `authority.validate.p99.ratio` (at most 2), from the same runs. */
export async function authorityValidate(): Promise<Figure[]> {
  const pairs = await withSeededDevices((dataDir) => validatePairs(dataDir, () => AGENT_KEY))
  const ratio = speedLeft(pairs)
  const p99 = round(median(pairs.map(({ bare, authority }) => authority.p99Ms / bare.p99Ms)))
  if (process.env.BENCH_VERBOSE) console.error(pairs)
  return [
    { name: 'authority.validate.ratio', value: ratio, unit: 'ratio', limit: 0.7, ok: ratio >= 0.7 },
    { name: 'authority.validate.p99.ratio', value: p99, unit: 'ratio', limit: 2, ok: p99 <= 2 },
  ]
}

const isReady = (port: number) =>
  new Promise<boolean>((done) => {
    get({ host: '127.0.0.1', port, path: '/healthz', agent: false }, (reply) => {
      reply.resume()
      done(reply.statusCode === 200)
    }).on('error', () => done(false))
  })

/** `authority.start.100k.ms`: from starting the process until `/healthz` answers; median of five. */
export async function authorityStart(): Promise<Figure> {
  const times = await withSeededDevices(async (dataDir) => {
    const starts: number[] = []
    for (let start = 0; start < 5; start += 1) {
      const startedAt = performance.now()
      const server = await authorityServer(dataDir)
      while (!(await isReady(server.port)));
      starts.push(performance.now() - startedAt)
      await server.stop()
    }
    return starts
  })
  const value = Math.round(median(times))
  return { name: 'authority.start.100k.ms', value, unit: 'ms', limit: 1500, ok: value <= 1500 }
}
