import type Database from 'better-sqlite3'
import { type Evidence, PAGE_BYTES } from '../state/evidence'
import type { Org } from '../state/org'

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
