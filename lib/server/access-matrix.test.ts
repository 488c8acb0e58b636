/** Every route × method × party behaves as its row in `testing/access/rows.ts` says; a handler without a row fails. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cookieOf, PARTIES } from '@/testing/access/parties'
import { DEVICE, patternOf, ROWS, type Row } from '@/testing/access/rows'
import { tryMatrix } from '@/testing/access/try-matrix'
import { type ApiConsole, apiConsole, ROUTES } from '@/testing/console/api-console'
import { sessionCookie } from './request/cookie-name'

let api: ApiConsole
let world: Parameters<typeof cookieOf>[0]
beforeAll(async () => {
  api = await apiConsole()
  await api.agent('register', DEVICE)
  const { config, deps } = api.console
  const [org] = deps.orgs.all()
  await org?.reader.readNow()
  world = {
    db: deps.store.db,
    orgId: org?.row.id ?? '',
    cookieName: sessionCookie(config).name,
    authSecret: config.authSecret.reveal(),
  }
})
afterAll(() => api.close())

const ask = async ({ method, path, body }: Row, cookie?: string, crossSite = false) => {
  const response = await api.call(method, path, { cookie, body: body?.(), crossSite })
  await response.body?.cancel()
  return response.status
}

it('lets in whom the table says, and no other person', async () => {
  const { tried, mismatches } = await tryMatrix(world, ask)
  expect(
    mismatches.map(
      ({ row, party, status, ...more }) => `${row.method} ${row.path} ${party}: ${status}, not ${more.expected}`,
    ),
  ).toEqual([])
  expect(tried).toBe(ROWS.length * PARTIES.length)
})

it('refuses another site', async () => {
  const admin = await cookieOf(world, 'admin')
  for (const row of ROWS)
    if (row.method !== 'GET') expect(await ask(row, admin, true), `${row.method} ${row.path}`).toBe(403)
})

it('has a row for every handler, and every handler came from route()', () => {
  const listed = new Set(ROWS.map(({ method, path }) => `${method} ${patternOf(path)}`))
  const handlers = Object.entries(ROUTES).flatMap(([file, module]) => {
    if (file.includes('[...nextauth]')) return []
    const pattern = file.replace(/^\/app/, '').replace(/\/route\.ts$/, '')
    return Object.entries(module).map(([method, handler]) => {
      expect(handler, `${method} ${pattern}`).toHaveProperty('fromRoute', true)
      return `${method} ${pattern}`
    })
  })
  expect(handlers.sort()).toEqual([...listed].sort())
})
