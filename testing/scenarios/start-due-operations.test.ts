import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDueOperations } from '@/lib/background/start-due-operations'
import type { Operation } from '@/lib/domain/operation'
import type { Context, Deps } from '@/lib/services/context'
import { cancelOperation, continueOperation } from '@/lib/services/operations/control-operation'
import { invoke } from '@/lib/services/service'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHolds } from '@/lib/store/holds'
import { findOperation } from '@/lib/store/operations'
import { type TestConsole, testConsole } from '../console/test-console'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
const [A, B] = DEVICES as [string, string]
const MINUTE_MS = 60_000

let running: TestConsole
let operator: Context
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  operator = await running.as('operator')
})
afterEach(() => running.close())

const allowed = async (id: string) => (await running.agent('validate', id)).allowed
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString()
/** What is due `minutes` from now, begun as if it were then. */
const laterBy = (minutes: number): Promise<void> => {
  const clock = { now: () => Date.now() + minutes * MINUTE_MS }
  return startDueOperations({ ...running.deps, clock } as Deps)
}
const stateOf = async ({ id }: { id: string }) => (await findOperation(running.deps.store.db, id))?.state
const holds = () => liveHolds(running.deps.store.db, running.org.row.id, DEVICES)

async function scheduleRestore(): Promise<{ revoked: Operation; restore: Operation }> {
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const restore = await running.start(operator, {
    kind: 'restore',
    undoes: revoked.id,
    reason: 'in the morning',
    startAt: inMinutes(10),
  })
  return { revoked, restore }
}

describe('a scheduled stop', () => {
  it('holds no device until its time, then begins by itself', async () => {
    const stop = await running.start(operator, { kind: 'revoke', target: { ids: [A] }, startAt: inMinutes(10) })
    expect(stop).toMatchObject({ state: 'scheduled', stop: null })
    await laterBy(9)
    expect([await allowed(A), await holds()]).toEqual([true, []])
    await laterBy(11)
    expect((await running.ended(stop.id)).outcomes).toMatchObject({ done: 1 })
    expect(await allowed(A)).toBe(false)
  })

  it('of the whole org is sent like any other when it is due', async () => {
    const stop = await running.start(operator, { kind: 'disable', startAt: inMinutes(10) })
    expect(stop).toMatchObject({ state: 'scheduled', stop: null })
    await laterBy(11)
    await expect.poll(() => allowed(A)).toBe(false)
    expect((await running.ended(stop.id)).stop?.status).toBe('accepted')
  })

  it.each([{ kind: 'revoke' as const, target: { ids: [A] } }, { kind: 'disable' as const }])(
    'can be withdrawn ($kind)',
    async (act) => {
      const stop = await running.start(operator, { ...act, startAt: inMinutes(10) })
      await invoke(cancelOperation, operator, { operation: stop.id, reason: 'not needed' })
      expect(await running.ended(stop.id)).toMatchObject({ state: 'finished', stop: { status: 'withdrawn' } })
      const [said] = await listEvents(running.deps.store.db, {
        orgIds: [running.org.row.id],
        operationId: stop.id,
        kinds: ['operation.cancelled'],
        limit: 1,
      })
      expect(said?.data).toContain('"begun":false')
      await laterBy(11)
      expect(await allowed(A)).toBe(true)
    },
  )
})

describe('a scheduled resume', () => {
  it('begins when it is due and nothing has changed', async () => {
    const { restore } = await scheduleRestore()
    expect((await holds()).length).toBe(2)
    await laterBy(10.5)
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: 2 })
    expect(await holds()).toEqual([])
  })

  it.each([
    [
      'a newer revoke',
      async () => running.act(await running.as('responder'), { kind: 'revoke', target: { ids: [A] } }),
      10.5,
    ],
    ['a newer stop of the org', async () => running.act(await running.as('responder'), { kind: 'disable' }), 10.5],
    ['that it comes due late', async () => {}, 12],
  ])('waits for a person when it finds %s', async (_, change, minutes) => {
    const { restore } = await scheduleRestore()
    await change()
    await laterBy(minutes)
    expect(await running.ended(restore.id)).toMatchObject({ state: 'paused', error: { code: 'world-changed' } })
    expect([await allowed(A), await allowed(B)]).toEqual([false, false])
  })

  it('goes on when a person says so, and leaves alone what was stopped since', async () => {
    const { restore } = await scheduleRestore()
    await running.act(await running.as('responder'), { kind: 'revoke', target: { ids: [A] } })
    await laterBy(10.5)
    await invoke(continueOperation, operator, { operation: restore.id, reason: 'looked into it' })
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: 1, skipped: 1 })
    expect([await allowed(A), await allowed(B)]).toEqual([false, true])
    expect((await holds()).map((hold) => hold.device_id)).toEqual([A])
  })
})

it.each([
  ['a time that is over', { kind: 'revoke' as const, target: { ids: [A] }, startAt: '2020-01-01T00:00:00Z' }],
  ['a year', { kind: 'revoke' as const, target: { ids: [A] }, startAt: inMinutes(525_600) }],
  ['a resume of the whole org', { kind: 'enable' as const, reason: 'x', startAt: inMinutes(10) }],
  ['steps of a stop', { kind: 'revoke' as const, target: { ids: [A] }, staged: true }],
])('refuses %s', async (_, act) => {
  await expect(running.start(operator, act)).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await allowed(A)).toBe(true)
})

it('refuses to lift a fence later: what it revokes until then would not be reviewed', async () => {
  const fence = { endsAt: inMinutes(60) }
  const act = { kind: 'revoke', target: { selector: 'role:tool-*' }, reason: 'x', fence } as const
  const { id } = await running.ended((await running.start(operator, act)).id)
  const lift = { kind: 'restore', undoes: id, reason: 'x' } as const
  await expect(running.start(operator, { ...lift, startAt: inMinutes(10) })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})

it('nothing scheduled is taken for running after a restart', async () => {
  const { restore } = await scheduleRestore()
  const { continueOperationsOnStartup } = await import('@/lib/background/resume-operations-on-startup')
  await continueOperationsOnStartup(running.deps)
  expect(await stateOf(restore)).toBe('scheduled')
})
