/** The first page of an org, from a whole console: what it counts, what it compares with, and what waits for a person. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import type { OperationState } from '@/lib/domain/operation'
import type { Overview } from '@/lib/domain/wire/overview'
import { insertOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { insertUsage, usageSample } from '@/testing/console/insert-usage'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { getOverview } from './get-overview'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2026, 10, 26, 12)

let running: TestConsole
afterEach(() => running.close())

const overview = async (): Promise<Overview> => invoke(getOverview, await running.as('viewer'), {})

const sample = (at: number, active: number, more: { cap?: number | null; registrations?: number | null } = {}) =>
  insertUsage(running.deps.store.db, running.org.row.id, usageSample(at, active, { cap: 100, ...more }))

it('has the grid largest first, with its totals', async () => {
  const devices = ['crewai:dev:a:1', 'crewai:prod:b:1', 'crewai:prod:b:2', 'crewai:prod:a:1', 'odd']
  running = await testConsole({ devices })
  const { grid } = await overview()
  expect(grid.rows.map(({ name, total }) => [name, total])).toEqual([
    ['prod', 3],
    ['dev', 1],
  ])
  expect(grid.columns.map(({ name, total }) => [name, total])).toEqual([
    ['a', 2],
    ['b', 2],
  ])
  expect([grid.all.total, grid.other]).toEqual([4, 1])
})

it('ten minutes of samples are ten points of the small chart, a day of them is not 1,440', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  for (let minute = 10; minute > 0; minute--) await sample(NOW - minute * MINUTE, 5)
  expect((await overview()).recent).toHaveLength(10)
  for (let minute = 23 * 60; minute > 10; minute -= 1) await sample(NOW - minute * MINUTE, 5)
  expect((await overview()).recent.length).toBeLessThanOrEqual(97)
})

it('compares with the oldest sample of the last 24 h, not with an older one', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  await sample(NOW - 25 * HOUR, 1, { registrations: 1 })
  await sample(NOW - 23 * HOUR, 10, { registrations: 10 })
  await sample(NOW - MINUTE, 12, { registrations: 15, cap: 200 })
  expect((await overview()).changes).toMatchObject({
    since: new Date(NOW - 23 * HOUR).toISOString(),
    active: { from: 10, to: 1 },
    revoked: { from: 0, to: 0 },
    operations: [],
  })
})

it('shows a rise as soon as a fall: both with the reading that shows them, before any sample', async () => {
  running = await testConsole({ devices: ['a', 'b', 'c'], now: () => NOW })
  await sample(NOW - HOUR, 3)
  await running.act(await running.as('responder'), { kind: 'revoke', target: { ids: ['a'] } })
  await running.org.reader.readNow()
  expect((await overview()).changes).toMatchObject({ active: { from: 3, to: 2 }, revoked: { from: 0, to: 1 } })
  for (const id of ['d', 'e']) await running.agent('register', id)
  await running.org.reader.readNow()
  expect((await overview()).changes).toMatchObject({ active: { from: 3, to: 4 } })
})

it('counts what was requested in the last 24 h by kind, and of how many devices', async () => {
  running = await testConsole({ devices: ['a', 'b', 'c'] })
  const responder = await running.as('responder')
  await running.act(responder, { kind: 'revoke', target: { ids: ['a', 'b'] } })
  await running.act(responder, { kind: 'revoke', target: { ids: ['c'] } })
  const { changes } = await overview()
  expect(changes.operations).toEqual([{ kind: 'revoke', operations: 2, devices: 3 }])
  expect([changes.since, changes.active, changes.cap]).toEqual([null, null, null])
})

it('knows since when the cap is near', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  await sample(NOW - 3 * HOUR, 80)
  await sample(NOW - 2 * HOUR, 90)
  await sample(NOW - HOUR, 95)
  expect((await overview()).capNear).toEqual({ at: new Date(NOW - 2 * HOUR).toISOString(), isOlder: false })
})

it('names operations that wait for a person, however old, and counts those beyond', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  running.rowsAreChanged()
  for (let hour = 20; hour > 0; hour--)
    await insertOperation(running.deps.store.db, waiting(hour, hour > 10 ? 'paused' : 'finished'))
  const found = await overview()
  expect(found.waiting.total).toBe(10)
  expect(found.waiting.operations).toHaveLength(8)
  expect(found.waiting.operations[0]?.requestedAt).toBe(new Date(NOW - 20 * HOUR).toISOString())
  expect(found.operations.some(({ state }) => state === 'paused')).toBe(false)
})

const waiting = (hoursAgo: number, state: OperationState): OperationRow => ({
  id: randomUUID(),
  org_id: running.org.row.id,
  kind: 'restore',
  state,
  user_id: null,
  actor_name: 'Ada',
  session_id: null,
  address: null,
  reason: null,
  selector: null,
  selection_id: null,
  undoes: null,
  releases: '[]',
  body_digest: '',
  authority: 'MachineID',
  total: 0,
  requested_at: NOW - hoursAgo * HOUR,
  accepted_at: null,
  finished_at: null,
  stop_status: null,
  accepted_revision: null,
  accepted_authority_at: null,
  error_code: null,
  error_message: null,
  error_request_id: null,
  start_at: null,
  staged: 0,
  rehearsal: 0,
})
