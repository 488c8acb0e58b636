import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendEvent, appendEvents } from '@/lib/store/audit/append-events'
import { eventAt, eventsInOrder, listCheckpoints } from '@/lib/store/audit/audit-chain-heads'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import type { Store } from '@/lib/store/rows/db'
import { newEvent } from '@/testing/audit/tampered-chains'
import { openTestStore } from '@/testing/store/test-store'
import { createVerifier } from '../verify/verify-chain'
import { type Anchor, signAnchor } from './anchor'
import { anchorTarget } from './anchor-target'
import { type Anchoring, startAnchoring } from './anchoring'
import { startHeads } from './checkpoint'
import { readAnchors } from './read-anchors'
import { openSigningKey } from './signing-key'

const DAY_MS = 86_400_000

let folder: string
let store: Store
let now: number
const clock = { now: () => now }
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-anchor-'))
  store = await openTestStore()
  now = newEvent(0).at
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const file = () => join(folder, 'elsewhere', 'anchor.jsonl')
const key = () => openSigningKey(join(folder, 'key.pem'))
const start = (keepMs: number | null = null): Promise<Anchoring> =>
  startAnchoring({ store, clock, log: pino({ level: 'silent' }), key: key(), target: anchorTarget(file()), keepMs })

async function verdict(anchoring: Anchoring) {
  const verifier = createVerifier('deployment', readAnchors(file()), anchoring.publicKey as KeyObject)
  startHeads(await listCheckpoints(store.db), anchoring.publicKey as KeyObject).forEach(verifier.skip)
  for await (const page of eventsInOrder(store.db)) page.every(verifier.take)
  return verifier.end()
}

it('publishes what came since, each anchor following the one before, and goes on after a restart', async () => {
  const first = await start()
  await first.publish()
  expect(existsSync(file())).toBe(false)
  await appendEvents(store.db, [newEvent(0), newEvent(1)])
  await first.publish()
  await first.publish()
  await first.stop()
  await appendEvent(store.db, newEvent(2))
  const second = await start()
  expect(second.status()).toMatchObject({ lastSequence: 2, broken: null, fault: null })
  await second.stop()
  expect(readAnchors(file()).anchors).toHaveLength(2)
  expect(await verdict(second)).toMatchObject({ ok: true, events: 3, notAnchored: 0 })
})

it('reports at the start that the record was rolled back or changed', async () => {
  await appendEvents(store.db, [newEvent(0), newEvent(1), newEvent(2)])
  await (await start()).stop()
  await store.db.deleteFrom('audit_events').where('sequence', '=', 3).execute()
  const cut = await start()
  expect(cut.status().broken).toMatch(/ends before event 3/)
  await cut.stop()
  expect((await verdict(cut)).findings[0]?.what).toMatch(/event 3 is missing/)
})

it('keeps a fault and tries again, and never writes half an anchor into the next line', async () => {
  await appendEvent(store.db, newEvent(0))
  writeFileSync(join(folder, 'elsewhere'), 'a file where a folder belongs')
  const anchoring = await start()
  await anchoring.publish()
  expect(anchoring.status().fault).toBeTruthy()
  rmSync(join(folder, 'elsewhere'))
  await anchoring.publish()
  expect(anchoring.status()).toMatchObject({ fault: null, lastSequence: 1 })
  await anchoring.stop()
})

it('drops old events once they are anchored, and the rest can still be proven', async () => {
  await appendEvents(
    store.db,
    Array.from({ length: 10 }, (_, index) => newEvent(index)),
  )
  now += 2 * DAY_MS
  await appendEvent(store.db, { ...newEvent(10), at: now })
  const anchoring = await start(DAY_MS)
  await anchoring.publish()
  expect(await verdict(anchoring)).toMatchObject({ ok: true, events: 1, notAnchored: 0 })
  await store.db.updateTable('audit_checkpoints').set({ sequence: 9 }).where('chain', '=', '*').execute()
  await expect(verdict(anchoring)).rejects.toThrow(/not the one that was signed/)
  await anchoring.stop()
})

it('does not take retention for a record that was cut off, however long nothing happened', async () => {
  await appendEvents(store.db, [newEvent(0), newEvent(1), newEvent(2)])
  const first = await start(DAY_MS)
  await first.publish()
  now += 9 * DAY_MS
  await appendEvent(store.db, { ...newEvent(3), at: now - 2 * DAY_MS })
  await first.stop()
  const second = await start(DAY_MS)
  expect(second.status().broken).toBeNull()
  await second.stop()
  expect(await verdict(second)).toMatchObject({ ok: true, events: 1 })
})

it('takes an anchor in the place of a checkpoint for what it is', async () => {
  await appendEvents(store.db, [newEvent(0), newEvent(1), newEvent(2)])
  const anchoring = await start()
  await anchoring.publish()
  const [anchor] = readAnchors(file()).anchors as [Anchor]
  await store.db.deleteFrom('audit_events').where('sequence', '<', 3).execute()
  const rows = anchor.heads.map((head) => ({ ...head, sequence: 2, at: now, signed: JSON.stringify(anchor) }))
  await store.db.insertInto('audit_checkpoints').values(rows).execute()
  await expect(verdict(anchoring)).rejects.toThrow(/not signed/)
  await anchoring.stop()
})

it('goes on after half a line that a power cut left', async () => {
  await appendEvent(store.db, newEvent(0))
  await (await start()).stop()
  appendFileSync(file(), '{"version":1,"at":"20')
  await appendEvent(store.db, newEvent(1))
  const second = await start()
  await second.stop()
  expect(readAnchors(file()).anchors).toHaveLength(2)
  expect(await verdict(second)).toMatchObject({ ok: true, notAnchored: 0, anchors: 2 })
})

describe('anchors that are gone when it starts', () => {
  /** Three anchors, a minute apart. */
  async function anchored(): Promise<string[]> {
    const first = await start()
    for (let index = 0; index < 3; index += 1) {
      now += 61_000
      await appendEvent(store.db, { ...newEvent(index), at: now })
      await first.publish()
    }
    await first.stop()
    return readFileSync(file(), 'utf8').trimEnd().split('\n')
  }
  async function goOn(): Promise<Anchoring> {
    now += 61_000
    const second = await start()
    await appendEvent(store.db, { ...newEvent(3), at: now })
    await second.stop()
    return second
  }
  const codes = async (anchoring: Anchoring) => (await verdict(anchoring)).findings.map(({ code }) => code)

  it('stay a gap for ever, and are an alarm, where the file was cut', async () => {
    const lines = await anchored()
    writeFileSync(file(), `${lines[0]}\n`)
    const second = await goOn()
    expect(second.status().broken).toMatch(/anchors were removed, or the file is an older copy/)
    expect(await codes(second)).toEqual(['anchors-gap'])
  })

  it('leave the next one dangling where the file was emptied, or is another one now', async () => {
    await anchored()
    rmSync(file())
    const second = await goOn()
    expect(second.status()).toMatchObject({ broken: null, warnings: [expect.stringContaining('Keep that file')] })
    expect(await codes(second)).toEqual(['anchors-dangling'])
  })

  it('a mutant that begins anew after what the file still has is not found out by the anchors alone', async () => {
    const lines = await anchored()
    writeFileSync(file(), `${lines[0]}\n`)
    await store.db.deleteFrom('published_anchors').execute()
    const second = await goOn()
    expect(await codes(second)).toEqual([])
    expect((await verdict(second)).notes.join()).toContain('Anchors came late once')
  })
})

it('shows that a record was rolled back and went on', async () => {
  const first = await start()
  for (const index of [0, 1, 2]) await appendEvent(store.db, newEvent(index))
  await first.stop()
  const lines = readFileSync(file(), 'utf8')
  await store.close()
  store = await openTestStore()
  await appendEvent(store.db, newEvent(0))
  const second = await start()
  expect(second.status().broken).toMatch(/ends before event 3/)
  for (const index of [5, 6, 7]) await appendEvent(store.db, newEvent(index))
  await second.stop()
  expect(readFileSync(file(), 'utf8').startsWith(lines)).toBe(true)
  expect((await verdict(second)).findings.map(({ code }) => code)).toEqual(['altered'])
})

it('anchors what is left of a record that was rolled back, and the anchors show it', async () => {
  const first = await start()
  for (const index of [0, 1, 2]) await appendEvent(store.db, newEvent(index))
  await first.stop()
  await store.db.deleteFrom('audit_events').where('sequence', '=', 3).execute()
  const [whole, own] = [await eventAt(store.db, 2), await eventAt(store.db, 2)] as [AuditEventRow, AuditEventRow]
  await store.db
    .updateTable('audit_heads')
    .set({ sequence: 2, hash: whole.chain_hash })
    .where('chain', '=', '*')
    .execute()
  await store.db.deleteFrom('audit_heads').where('chain', '=', '').execute()
  expect(own.org_id).toBe('org-b')
  await (await start()).stop()
  expect(readAnchors(file()).anchors).toHaveLength(2)
  expect((await verdict(first)).findings.map(({ code }) => code)).toContain('anchors-shrunk')
})

it('a forged anchor does not keep it from publishing', async () => {
  const first = await start()
  await appendEvent(store.db, newEvent(0))
  await first.stop()
  const [real] = readAnchors(file()).anchors as [Anchor]
  const heads = real.heads.map((head) => ({ ...head, sequence: 1_000_000 }))
  const other = generateKeyPairSync('ed25519').privateKey
  const madeUp = JSON.stringify(signAnchor(other, heads, real, now))
  appendFileSync(file(), `${madeUp}\n`)
  await store.db.updateTable('published_anchors').set({ anchor: madeUp }).execute()
  await appendEvent(store.db, newEvent(1))
  const second = await start()
  expect(second.status().broken).toMatch(/signed with another key/)
  await second.stop()
  expect(second.status().lastSequence).toBe(2)
  expect((await verdict(second)).findings[0]?.code).toBe('anchors-foreign')
})
