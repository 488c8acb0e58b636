/** The seed as `npm run dev` makes it: the real program on an empty folder. Then every page of the console has something to show. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '@/e2e/running-console'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { composeConsole } from '@/lib/server/composition'
import { readConfig } from '@/lib/server/config/config'
import type { Console } from '@/lib/server/console'
import { verifyRecord } from '@/lib/services/audit/get-audit-proof'
import { listActivity } from '@/lib/services/audit/list-activity'
import type { Context } from '@/lib/services/context'
import { listDevices } from '@/lib/services/devices/device-services'
import { listFences } from '@/lib/services/fences/fence-services'
import { listOperations } from '@/lib/services/operations/operation-services'
import { getOverview } from '@/lib/services/orgs/get-overview'
import { invoke } from '@/lib/services/service'
import { getIncident } from '@/lib/services/stops/incident'
import { getUsage } from '@/lib/services/usage/get-usage'
import { DEV_AGENTS, DEV_CAP, devEnv } from './dev-settings.mjs'
import { NEVER_ASKED } from './open-seed-world'
import { enter } from './seed-people'

const folder = mkdtempSync(join(tmpdir(), 'seed-'))
let authority: RunningAuthority
let app: Console
let admin: Context

beforeAll(async () => {
  const settings = { port: await freePort(), authorityPort: await freePort(), dataDir: join(folder, 'data') }
  const env: NodeJS.ProcessEnv = { ...devEnv(settings), NODE_ENV: 'production', LOG_LEVEL: 'error' }
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'seed'], { env, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  authority = await startAuthority(readAuthorityConfig(env))
  app = await composeConsole(readConfig(env))
  await app.deps.orgs.all()[0]?.reader.readNow()
  admin = await enter(app.deps, 'admin')
})
afterAll(async () => {
  await app?.close()
  await authority?.close()
  rmSync(folder, { recursive: true, force: true })
})

it('has devices in every state over several envs and roles', async () => {
  const totalOf = async (q: string) => (await invoke(listDevices, admin, { q })).total
  expect(await totalOf('')).toBe(DEV_AGENTS + NEVER_ASKED.length)
  for (const q of ['env:prod', 'env:staging', 'env:dev', 'status:revoked', 'seen:never', 'shape:other'])
    expect({ q, total: await totalOf(q) }).not.toEqual({ q, total: 0 })
  expect(await totalOf('shape:lookalike')).toBeGreaterThan(1)
})

it('has a past stop of the org, a stop in force, a fence, a restore in steps and an act for later', async () => {
  const { operations } = await invoke(listOperations, admin, {})
  const shown = operations.map(({ kind, state, staged, fence, stop }) => ({
    kind,
    state,
    ...(staged ? { staged } : {}),
    ...(fence ? { fence: 'in force' } : {}),
    ...(stop ? { stop: stop.status } : {}),
  }))
  expect(shown.reverse()).toEqual([
    { kind: 'disable', state: 'finished', stop: 'lifted' },
    { kind: 'enable', state: 'finished' },
    { kind: 'revoke', state: 'finished', stop: 'accepted' },
    { kind: 'revoke', state: 'finished', fence: 'in force', stop: 'accepted' },
    { kind: 'revoke', state: 'finished', stop: 'lifted' },
    { kind: 'restore', state: 'finished', staged: true },
    { kind: 'revoke', state: 'scheduled' },
  ])
  expect((await invoke(listFences, admin, {})).fences).toHaveLength(1)
})

it('shows how the past stop was confirmed', async () => {
  const { operations } = await invoke(listOperations, admin, { kind: 'disable' })
  const incident = await invoke(getIncident, admin, { operation: operations[0]?.id })
  expect(incident.entries.length).toBeGreaterThan(DEV_AGENTS)
})

it('has weeks of usage close to the cap, and no gap in the last day', async () => {
  const month = await invoke(getUsage, admin, { range: '30d' })
  expect(month.points.filter(({ active }) => active !== null).length).toBeGreaterThan(80)
  expect(month.points.some(({ allowedLowest }) => allowedLowest === 0)).toBe(true)
  const day = await invoke(getUsage, admin, { range: '24h' })
  expect(day.points.filter(({ active }) => active === null)).toEqual([])
  expect(day.points.at(-1)?.cap).toBe(DEV_CAP)
  expect(day.stacked.series.length).toBeGreaterThan(2)
  expect((await invoke(getOverview, admin, {})).recent.length).toBeGreaterThan(50)
})

it('has a record of several people that verifies', async () => {
  const { events } = await invoke(listActivity, admin, {})
  expect(new Set(events.map(({ by }) => by.name)).size).toBeGreaterThan(2)
  expect(await invoke(verifyRecord, admin, {})).toMatchObject({ ok: true })
})
