/** The database fails while the session is read: a stop goes on; every other address answers 503, changes nothing and signs no person out. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ROWS } from '@/testing/access/rows'
import { apiConsole } from '@/testing/console/api-console'

const isStop = (body: unknown): boolean => {
  const { kind = '', rehearsal } = (body ?? {}) as { kind?: string; rehearsal?: boolean }
  return ['revoke', 'disable'].includes(kind) && !rehearsal
}

it('a stop goes on, every other row of the table is answered with 503, no cookie is touched, and the session goes on afterwards', async () => {
  const api = await apiConsole()
  try {
    const { db } = api.console.deps.store
    const cookie = await api.cookieOf('admin')
    // From its first request on the person is in memory.
    expect((await api.call('GET', '/api/account', { cookie })).status).toBe(200)
    await sql`alter table sessions rename to sessions_away`.execute(db)
    const wrong: unknown[] = []
    for (const { method, path, body } of ROWS) {
      const response = await api.call(method, path, { cookie, body: body?.() })
      const problem = (await response.json()) as { detail?: string }
      // A stop needs nothing of the store: its person is in memory.
      if (isStop(body?.())) {
        if (response.status !== 202) wrong.push([method, path, response.status, problem])
        continue
      }
      const isRight = response.status === 503 && problem.detail?.includes('You are still signed in')
      if (!isRight || response.headers.has('set-cookie')) wrong.push([method, path, response.status, problem])
    }
    expect(wrong).toEqual([])
    await sql`alter table sessions_away rename to sessions`.execute(db)
    expect((await api.call('GET', '/api/account', { cookie })).status).toBe(200)
  } finally {
    await api.close()
  }
})
