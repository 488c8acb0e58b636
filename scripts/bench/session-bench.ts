/**
 * `session.check.p95.ms`: reading the session, its person and their roles again, as every request does: of 500 people with twenty
 * sessions and five orgs each, in a database in a file, one after the other.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { loadActor } from '@/lib/services/access/load-actor'
import { createStopSessions } from '@/lib/sign-in/stop-sessions'
import { openStore } from '@/lib/store/open/open-store'
import { insertOrg } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { insertSession } from '@/lib/store/people/sessions'
import { insertUser } from '@/lib/store/people/users'
import type { Db } from '@/lib/store/rows/db'
import type { Figure } from './authority-bench'
import { percentile } from './selector-bench'

const PEOPLE = 500
const SESSIONS_EACH = 20
const ORGS = 5
const CHECKS = 5_000
const WARM_UP = 500
const LIMIT_MS = 2

export async function sessionCheck(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'session-bench-'))
  const store = await openStore(join(folder, 'console.db'), { threads: true })
  try {
    const sessions = await store.db.transaction().execute(seed)
    const stopSessions = createStopSessions()
    const deps = { store, clock: { now: Date.now }, log: pino({ level: 'silent' }), stopSessions }
    const times: number[] = []
    for (let index = 0; index < WARM_UP + CHECKS; index += 1) {
      const startedAt = performance.now()
      const actor = await loadActor(deps, sessions[(index * 7) % sessions.length] as string, { used: true })
      if (index >= WARM_UP) times.push(performance.now() - startedAt)
      if (actor?.roles.size !== ORGS) throw new Error('a session was not found with its roles')
    }
    const value = Math.round(percentile(times, 0.95) * 100) / 100
    return { name: 'session.check.p95.ms', value, unit: 'ms', limit: LIMIT_MS, ok: value <= LIMIT_MS }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function seed(db: Db): Promise<string[]> {
  const now = Date.now()
  const orgs = Array.from({ length: ORGS }, () => randomUUID())
  for (const id of orgs)
    await insertOrg(db, {
      id,
      slug: id,
      name: id,
      base_url: 'embedded',
      id_pattern: '{role}',
      paths: '{}',
      created_at: 0,
    })
  const sessions: string[] = []
  for (let index = 0; index < PEOPLE; index += 1) {
    const userId = randomUUID()
    const [email, name] = [`${userId}@example.org`, `person ${index}`]
    await insertUser(db, { id: userId, email, name, password_hash: '', created_at: now, disabled_at: null })
    for (const org of orgs) await setRole(db, org, userId, 'operator')
    for (let count = 0; count < SESSIONS_EACH; count += 1) {
      const id = randomUUID()
      sessions.push(id)
      await insertSession(db, {
        id,
        user_id: userId,
        created_at: now,
        authenticated_at: now,
        last_seen_at: now,
        expires_at: now + 3_600_000,
        ended_at: null,
        address: null,
      })
    }
  }
  return sessions
}
