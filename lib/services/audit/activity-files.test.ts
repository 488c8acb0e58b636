/** A record of which retention dropped the beginning can still be proven from its export, and not by a forged beginning. */
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Anchor, signAnchor } from '@/lib/audit/anchors/anchor'
import { dropOldEvents } from '@/lib/audit/anchors/retention'
import { checkpointLine } from '@/lib/audit/export-line'
import { formatHead } from '@/lib/audit/kept-head'
import { verifyExport } from '@/lib/audit/verify/verify-export'
import { appendEvents } from '@/lib/store/audit/append-events'
import { checkpointOf, listHeads } from '@/lib/store/audit/audit-chain-heads'
import { orgEventsInOrder } from '@/lib/store/audit/org-audit-events'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { Store } from '@/lib/store/rows/db'
import { asFile, newEvent } from '@/testing/audit/tampered-chains'
import { openTestStore } from '@/testing/store/test-store'
import { eventLines } from './activity-files'

const ORG = 'org-a'
const { privateKey, publicKey } = generateKeyPairSync('ed25519')

let store: Store
let anchors: Anchor[]
let head: string
beforeEach(async () => {
  store = await openTestStore()
  await appendEvents(
    store.db,
    Array.from({ length: 90 }, (_, index) => newEvent(index)),
  )
  const [whole, own] = (await listHeads(store.db)).filter(({ chain }) => chain === '*' || chain === ORG) as [
    AuditHeadRow,
    AuditHeadRow,
  ]
  head = formatHead(whole, own, null, null)
  anchors = [signAnchor(privateKey, await listHeads(store.db), null, newEvent(90).at)]
})
afterEach(() => store.close())

const drop = (before: number) =>
  dropOldEvents(store, privateKey, { olderThan: newEvent(before).at, anchoredUntil: 90, now: newEvent(91).at })
const pages = (pageRows = 7) => orgEventsInOrder(store.db, ORG, { until: 90, pageRows })

async function linesOf(from: AsyncIterable<AuditEventRow[]>): Promise<string[]> {
  let text = ''
  for await (const piece of eventLines(from, () => checkpointOf(store.db, ORG), head)) text += piece
  return text.trimEnd().split('\n')
}

const verify = (lines: readonly string[], by = anchors) => verifyExport(lines, asFile(by), publicKey)

it('goes on from its signed checkpoint', async () => {
  await drop(45)
  const lines = await linesOf(pages())
  expect(lines[0]).toMatch(/^\{"checkpoint":/)
  expect(await verify(lines)).toMatchObject({ ok: true, events: 15, notAnchored: 0 })
  expect((await verify(lines.toSpliced(3, 1))).ok).toBe(false)
})

it('is not proven without it, nor by one that was changed, nor by an anchor in its place', async () => {
  const [anchor] = anchors as [Anchor]
  await drop(45)
  const [checkpoint = '', ...events] = await linesOf(pages())
  expect((await verify(events)).findings[0]?.what).toContain('event 1 belongs, which is missing')
  const forged = [checkpoint.replace('"sequence":15', '"sequence":16'), ...events]
  for (const lines of [forged, [checkpointLine(JSON.stringify(anchor))]])
    expect((await verify(lines)).findings[0]).toMatchObject({ code: 'checkpoint-forged' })
  const other = generateKeyPairSync('ed25519').publicKey
  const { findings } = await verifyExport([checkpoint, ...events], asFile(anchors), other)
  expect(findings.map(({ code }) => code)).toEqual(['anchors-foreign', 'checkpoint-forged'])
})

it('holds while retention goes on behind the download', async () => {
  async function* interrupted(): AsyncGenerator<AuditEventRow[]> {
    let page = 0
    for await (const rows of pages()) {
      yield rows
      page += 1
      if (page === 2) await drop(75)
    }
  }
  const lines = await linesOf(interrupted())
  expect(lines.filter((line) => line.startsWith('{"checkpoint"'))).toHaveLength(1)
  expect(await verify(lines)).toMatchObject({ ok: true, notAnchored: 0 })
})

it('is a checkpoint alone where nothing else is left, and an empty file proves nothing', async () => {
  await drop(90)
  await store.db.deleteFrom('audit_events').execute()
  const lines = await linesOf(pages())
  expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(['checkpoint', 'head'])
  await expect(verify([])).rejects.toThrow(/empty/)
})
