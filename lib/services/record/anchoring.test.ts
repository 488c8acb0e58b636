import type { KeyObject } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { appendEvent, appendEvents } from '@/lib/store/append-events'
import { eventsInOrder, listCheckpoints } from '@/lib/store/audit-heads'
import { openStore, type Store } from '@/lib/store/open-store'
import type { Anchor } from './anchor'
import { anchorTarget } from './anchor-target'
import { type Anchoring, startAnchoring } from './anchoring'
import { startHeads } from './checkpoint'
import { readAnchors } from './read-anchors'
import { openSigningKey } from './signing-key'
import { newEvent } from './testing'
import { createVerifier } from './verify-record'

const DAY_MS = 86_400_000

let folder: string
let store: Store
let now: number
const clock = { now: () => now }
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-anchor-'))
  store = await openStore(':memory:')
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

it('says at the start that the record was rolled back or changed', async () => {
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
