import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startAuthority } from '@/lib/authority/start-authority'
import { Evidence, PAGE_BYTES } from '@/lib/authority/state/evidence'
import { AGENT_KEY, ORG_KEY } from './stage'

const ASKED_EVERY_MS = 1_800
const ASKED_TIMES = 33

/** Lets an authority make its data folder, then writes devices into it: each with a rhythm, one in `revokedEvery` revoked. */
export async function seedDevices(dataDir: string, deviceIds: readonly string[], revokedEvery = 0): Promise<void> {
  const first = await startAuthority({ dataDir, deviceLimit: deviceIds.length, orgKey: ORG_KEY, agentKey: AGENT_KEY })
  await first.close()
  const now = Date.now()
  const evidence = new Evidence()
  const db = new Database(join(dataDir, 'authority.db'))
  const insert = db.prepare('INSERT INTO devices VALUES (?, ?, 1, ?, ?, ?, ?)')
  db.transaction(() => {
    deviceIds.forEach((deviceId, slot) => {
      const revokedAt = revokedEvery > 0 && slot % revokedEvery === revokedEvery - 1 ? now : null
      insert.run(slot + 1, slot, deviceId, now, revokedAt, revokedAt && slot)
      for (let asked = 0; asked < ASKED_TIMES; asked += 1) {
        evidence.record(slot + 1, slot, now - ASKED_TIMES * ASKED_EVERY_MS + asked * ASKED_EVERY_MS, 1, slot)
      }
    })
    db.prepare("UPDATE meta SET value = ? WHERE name = 'next_serial'").run(deviceIds.length + 1)
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
