import type Database from 'better-sqlite3'
import type { AgentKey } from '../keys/agent-key'
import { type Evidence, PAGE_BYTES } from '../state/evidence'
import type { Org } from '../state/org'

/** Puts the last uses back. Those of keys that are gone are forgotten here: while it runs, none is worth a write. */
export function loadKeyUses(db: Database.Database, agentKeys: Iterable<AgentKey>): void {
  const byId = new Map([...agentKeys].map((key) => [key.id, key]))
  const uses = db.prepare('SELECT key_id, last_used_at FROM key_uses').raw().all() as [string, number][]
  for (const [id, lastUsedAt] of uses) {
    const key = byId.get(id)
    if (key) key.lastUsedAt = lastUsedAt
    else db.prepare('DELETE FROM key_uses WHERE key_id = ?').run(id)
  }
}

/** Reads all evidence into memory; throws on a page that cannot be right. */
export function loadEvidence(db: Database.Database, evidence: Evidence, orgs: Map<number, Org>): void {
  // As text: a blob comes in memory of its own, and what thousands of them took would stay with the process.
  const pages = db.prepare('SELECT page, hex(records) FROM pages').raw().iterate() as IterableIterator<[number, string]>
  for (const [page, hex] of pages) {
    if (page < 0 || hex.length !== 2 * PAGE_BYTES) throw new Error(`page ${page} is not as it was written`)
    evidence.load(page, hex)
  }
  const counters = db.prepare('SELECT org_id, allowed, denied, registrations FROM counters').raw().all() as number[][]
  for (const [orgId, allowed, denied, registrations] of counters) {
    const org = orgs.get(orgId as number)
    if (!org) throw new Error('counters belong to no org')
    Object.assign(org, { allowed, denied, registrations })
  }
}
