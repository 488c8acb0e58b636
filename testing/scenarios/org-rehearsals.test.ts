/**
 * The stop of a whole org is rehearsed on an org that was made for it and has only devices that rehearsals registered; what ends it is
 * its own stop and no other.
 */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { originOf, record } from '@/lib/audit/audit-log'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { listActivity } from '@/lib/services/audit/list-activity'
import type { Context } from '@/lib/services/context'
import { startOperation } from '@/lib/services/operations/start-operation'
import { listRehearsals } from '@/lib/services/rehearsals/list-rehearsals'
import { invoke } from '@/lib/services/service'
import { endStop } from '@/lib/services/stops/end-stop'
import { createStopRequests } from '@/lib/stops/stop-requests'
import { findOperation, insertOperation } from '@/lib/store/operations'
import { behindStore, rejects } from '../console/faulty-store'
import { type TestConsole, testConsole } from '../console/test-console'
import { startFaultServer } from '../faults/fault-server'
import { raw } from '../faults/faults'
import { passOn } from '../faults/pass-on'

const ID = 'node:dev:rehearsal:01'
const AGENT = 'node:prod:mailer:01'

let running: TestConsole
let admin: Context
beforeEach(async () => {
  running = await testConsole()
  setThrowaway(1)
  admin = await deploymentAdmin('Ada')
})
afterEach(() => running.close())

/** An org is one from its beginning: no act of the console makes it one, or none. */
function setThrowaway(since: number | null): void {
  running.org.row.throwaway_since = since
}

async function deploymentAdmin(name: string): Promise<Context> {
  const context = await running.as('admin', { name })
  return { ...context, actor: { ...context.actor, deploymentAdmin: true } }
}

const register = (context = admin, id = ID) =>
  running.act(context, { kind: 'register', target: { ids: [id] }, rehearsal: true })
const rehearse = (context = admin) => running.act(context, { kind: 'disable', rehearsal: true })
const end = (undoes: string, by = admin) => running.act(by, { kind: 'enable', undoes, reason: 'seen' })
const listed = async () => invoke(listRehearsals, await running.as('viewer'), {})
const open = async () => (await listed()).rehearsals.map(({ deviceId, by }) => [deviceId, by.name])
const asks = async (id = ID) => (await running.agent('validate', id)).code
const statusOf = async (id: string) => (await findOperation(running.deps.store.db, id))?.stop_status

it('disables the org, is listed until it ends, and lets the org work again', async () => {
  await register()
  expect((await listed()).throwaway).toEqual({ registered: [ID] })
  const { id } = await rehearse()
  expect(await asks()).toBe('ORG_DISABLED')
  expect(await open()).toEqual([[null, 'Ada']])
  await end(id)
  expect(await asks()).toBe('ALLOW')
  expect(await open()).toEqual([])
  expect(await statusOf(id)).toBe('lifted')
})

it('is on the record as what it is', async () => {
  await register()
  await rehearse()
  const { events } = await invoke(listActivity, admin, {})
  const requested = events.filter(({ kind }) => kind === 'operation.requested')
  expect(requested.map(({ data }) => data)).toMatchObject([
    { operation: 'disable', rehearsal: true },
    { operation: 'register', rehearsal: true, deviceId: ID },
  ])
})

it('mutant: is refused on an org that was not made for it, whatever the org is called', async () => {
  await register()
  setThrowaway(null)
  running.org.row.name = 'Throwaway'
  await expect(rehearse()).rejects.toMatchObject({ code: 'conflict' })
  await expect(register(admin, AGENT)).rejects.toMatchObject({ code: 'conflict' })
  expect(await asks()).toBe('ALLOW')
  expect((await listed()).throwaway).toBeNull()
})

it('is refused while a device is there that no rehearsal registered, also one that came a moment ago', async () => {
  await register()
  await running.agent('register', AGENT)
  await expect(rehearse()).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining(AGENT) })
  await expect(register(admin, AGENT)).rejects.toMatchObject({ code: 'conflict' })
  // Registered by a person, as one that works.
  await running.act(admin, { kind: 'remove', target: { ids: [AGENT] }, typed: AGENT, reason: 'x' })
  await running.act(admin, { kind: 'register', target: { ids: ['a:b:c:d'] }, reason: 'x' })
  await expect(rehearse()).rejects.toMatchObject({ detail: expect.stringContaining('a:b:c:d') })
  expect(await asks()).toBe('ALLOW')
})

it('is refused on an org without a device, and on one that is stopped', async () => {
  await expect(rehearse()).rejects.toMatchObject({ code: 'conflict' })
  await register()
  await rehearse()
  await expect(rehearse()).rejects.toMatchObject({ code: 'conflict' })
})

it('is for an admin of the deployment who administers the org', async () => {
  await register()
  const operator = await running.as('operator')
  const others = [
    await running.as('admin'),
    operator,
    { ...operator, actor: { ...operator.actor, deploymentAdmin: true } },
  ]
  for (const context of others) {
    await expect(rehearse(context)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(register(context, AGENT)).rejects.toMatchObject({ code: 'forbidden' })
  }
  expect(await asks()).toBe('ALLOW')
})

it('does not begin without its record', async () => {
  await register()
  const { context } = behindStore(admin, rejects)
  await expect(
    invoke(startOperation, context, { id: randomUUID(), kind: 'disable', rehearsal: true }),
  ).rejects.toThrow()
  expect(await asks()).toBe('ALLOW')
})

it('mutant: of an org that is stopped in earnest meanwhile, the rehearsal alone ends', async () => {
  await register()
  const { id } = await rehearse()
  const real = await running.act(await running.as('responder', { name: 'Grace' }), { kind: 'disable' })
  const ended = await end(id)
  expect(ended.error).toMatchObject({ code: 'still-stopped', message: expect.stringContaining('Grace') })
  expect(await asks()).toBe('ORG_DISABLED')
  expect(await open()).toEqual([])
  expect([await statusOf(id), await statusOf(real.id)]).toEqual(['closed', 'accepted'])
  await running.act(admin, { kind: 'enable', reason: 'over' })
  expect(await asks()).toBe('ALLOW')
})

it('a stop that a person closed still holds, and one that this console did not make does', async () => {
  await register()
  const { id } = await rehearse()
  const real = await running.act(admin, { kind: 'disable' })
  await invoke(endStop, admin, { operation: real.id, reason: 'watched elsewhere' })
  // After a restart nothing but the store knows of it.
  const restarted = { ...admin, deps: { ...admin.deps, stopRequests: createStopRequests() } }
  expect((await end(id, restarted)).error).toMatchObject({ code: 'still-stopped' })
  expect(await asks()).toBe('ORG_DISABLED')
  await running.act(admin, { kind: 'enable', reason: 'over' })

  const again = await rehearse()
  const { client } = running.org.connection
  await client.orgEnable()
  await client.orgDisable('elsewhere')
  expect((await end(again.id)).error).toMatchObject({ code: 'still-stopped' })
  expect(await asks()).toBe('ORG_DISABLED')
})

it('one that was cut off by the end of the console is not sent again, and is listed until it ends', async () => {
  await register()
  const row = newOperation(
    { ...admin, org: running.org },
    { id: randomUUID(), kind: 'disable', rehearsal: true },
    '0'.repeat(64),
    { total: 0, selector: null, selectionId: null },
  )
  // What is in the store when the console ends between the record and the answer.
  await running.deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, { ...row, state: 'running' })
    const data = { operationId: row.id, operation: row.kind, count: 0, selector: null, rehearsal: true as const }
    await record(tx, originOf(admin, running.org.row.id), 'operation.requested', data)
  })
  await continueOperationsOnStartup(running.deps)
  expect(await statusOf(row.id)).toBe('unknown')
  expect(await asks()).toBe('ALLOW')
  expect(await open()).toEqual([[null, 'Ada']])
  await end(row.id)
  expect(await open()).toEqual([])
  expect(await asks()).toBe('ALLOW')
  await expect(end(row.id)).rejects.toMatchObject({ code: 'conflict' })
})

it('whose answer is lost stays listed, is sent once, and ends without lifting what may be another’s', async () => {
  await running.close()
  const faults = await startFaultServer()
  onTestFinished(() => faults.close())
  let disables = 0
  running = await testConsole({
    baseUrl({ url }) {
      faults.always(async (socket, request) => {
        const { status, body } = await passOn(url, request)
        if (request.path !== '/api/v1/org/disable')
          return raw(status, body, { 'content-type': 'application/json' })(socket, request)
        disables += 1
        socket.destroy()
      })
      return faults.url
    },
  })
  setThrowaway(1)
  admin = await deploymentAdmin('Ada')
  await register()
  const { id } = await rehearse()
  expect(await statusOf(id)).toBe('unknown')
  expect(await open()).toEqual([[null, 'Ada']])
  expect((await end(id)).error).toMatchObject({ code: 'still-stopped', message: expect.stringContaining('lost') })
  expect(await open()).toEqual([])
  expect(disables).toBe(1)
  await running.act(admin, { kind: 'enable', reason: 'it was mine' })
  expect(await asks()).toBe('ALLOW')
})

it('whose end finds the authority away stays listed; that end has failed, and another one ends it', async () => {
  await running.close()
  const faults = await startFaultServer()
  onTestFinished(() => faults.close())
  let isAway = false
  running = await testConsole({
    baseUrl({ url }) {
      faults.always(async (socket, request) => {
        if (isAway && request.path === '/api/v1/org/status') return void socket.destroy()
        const { status, body } = await passOn(url, request)
        return raw(status, body, { 'content-type': 'application/json' })(socket, request)
      })
      return faults.url
    },
  })
  setThrowaway(1)
  admin = await deploymentAdmin('Ada')
  await register()
  const { id } = await rehearse()
  isAway = true
  const failed = await end(id)
  expect([failed.state, failed.error?.code]).toEqual(['finished', 'upstream-unavailable'])
  expect(await asks()).toBe('ORG_DISABLED')
  expect(await open()).toEqual([[null, 'Ada']])
  isAway = false
  await end(id)
  expect([await asks(), await open()]).toEqual(['ALLOW', []])
})

it('whose end could not be written is written once the store takes it', async () => {
  await register()
  const { id } = await rehearse()
  await running.act(await running.as('responder', { name: 'Grace' }), { kind: 'disable' })
  // The first transaction writes the request of the end, the second what came of it.
  let refused = 0
  const { context } = behindStore(admin, (real, nth) => {
    if (nth !== 2) return real()
    refused += 1
    return rejects(real, nth)
  })
  expect((await end(id, context)).error?.code).toBe('still-stopped')
  expect([refused, await statusOf(id), await open()]).toEqual([1, 'closed', []])
})
