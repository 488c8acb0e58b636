/**
 * The record: how long an event takes to be durable and chained, how long a million events take to verify, and whether any
 * tampering at or before the last anchor goes unseen.
 */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { type Anchor, signAnchor } from '@/lib/audit/anchors/anchor'
import { createVerifier } from '@/lib/audit/verify/verify-chain'
import { appendEvent } from '@/lib/store/audit/append-events'
import { eventsInOrder } from '@/lib/store/audit/audit-chain-heads'
import { openStore } from '@/lib/store/open/open-store'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { Store } from '@/lib/store/rows/db'
import type { Database } from '@/lib/store/rows/schema'
import { insertMany } from '@/lib/store/rows/write-many'
import { sqliteDialect } from '@/lib/store/sqlite/dialect'
import { openLocalConnection } from '@/lib/store/sqlite/local-connection'
import { asFile, chain, headsOf, newEvent, TAMPERINGS, tampered } from '@/testing/audit/tampered-chains'
import type { Figure } from './authority-bench'
import { percentile } from './selector-bench'

const APPENDS = 1_500
const VERIFIED = 1_000_000
const CHUNK = 20_000
const RECORD = 1_200
const ANCHORED = 1_000
const PLACES = 200

export async function auditAppend(): Promise<Figure> {
  return withStore(async (store) => {
    const times: number[] = []
    for (let index = 0; index < APPENDS; index += 1) {
      const startedAt = performance.now()
      await appendEvent(store.db, newEvent(index))
      times.push(performance.now() - startedAt)
    }
    const value = Math.round(percentile(times, 0.99) * 10) / 10
    return { name: 'audit.append.p99.ms', value, unit: 'ms', limit: 10, ok: value <= 10 }
  })
}

/** As `npm run audit:verify` does it: in its own process, from the file. */
export async function auditVerify(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'console-audit-'))
  const path = join(folder, 'console.db')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  try {
    const heads = await seed(path)
    const anchor = signAnchor(privateKey, heads, null, Date.now())
    const db = new Kysely<Database>({ dialect: sqliteDialect(openLocalConnection(path, 'read'), { shared: true }) })
    const startedAt = performance.now()
    const verifier = createVerifier('deployment', asFile([anchor]), publicKey)
    for await (const page of eventsInOrder(db)) if (!page.every(verifier.take)) break
    const { ok, events, notAnchored } = verifier.end()
    if (!ok || events !== VERIFIED || notAnchored !== 0) throw new Error(`verified ${events}, ok ${ok}`)
    const value = Math.round((performance.now() - startedAt) / 100) / 10
    await db.destroy()
    return { name: 'audit.verify.1M.s', value, unit: 's', limit: 30, ok: value <= 30 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function seed(path: string): Promise<AuditHeadRow[]> {
  await (await openStore(path)).close()
  const connection = openLocalConnection(path, 'write')
  // Only the seeding: it need not survive a power cut.
  for (const sql of ['pragma synchronous = off', 'pragma cache_size = -400000'])
    await connection.run({ sql, parameters: [] })
  const db = new Kysely<Database>({ dialect: sqliteDialect(connection, { shared: false }) })
  const heads = new Map<string, AuditHeadRow>()
  for (let from = 0; from < VERIFIED; from += CHUNK) {
    const rows = [
      ...chain(
        Array.from({ length: CHUNK }, (_, index) => newEvent(from + index)),
        heads,
      ),
    ]
    await db.transaction().execute((tx) => insertMany(tx, 'audit_events', rows))
  }
  await db.destroy()
  return [...heads.values()]
}

/** Every kind at random places, with the chain left broken and repaired by an intruder who knows how it is made. */
export function auditTamper(): Figure {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const record = [...chain(Array.from({ length: RECORD }, (_, index) => newEvent(index)))]
  const anchors: Anchor[] = []
  for (const end of [300, 700, ANCHORED])
    anchors.push(signAnchor(privateKey, [...headsOf(record.slice(0, end)).values()], anchors.at(-1) ?? null, end))
  const isFound = (rows: readonly AuditEventRow[]) => {
    const verifier = createVerifier('deployment', asFile(anchors), publicKey)
    rows.every(verifier.take)
    return !verifier.end().ok
  }
  if (isFound(record)) throw new Error('the record as it was written is not accepted')
  let missed = 0
  for (const kind of Object.keys(TAMPERINGS))
    for (let place = 0; place < PLACES; place += 1) {
      const at = Math.floor(Math.random() * (ANCHORED - 5))
      if (!isFound(tampered(kind, record, at, place % 2 === 1))) missed += 1
    }
  return { name: 'audit.tamper.missed', value: missed, unit: 'count', limit: 0, ok: missed === 0 }
}

async function withStore<Result>(run: (store: Store) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'console-audit-'))
  const store = await openStore(join(folder, 'console.db'), { threads: true })
  try {
    return await run(store)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
