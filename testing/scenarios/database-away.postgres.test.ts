/** The database server is away, silent, or ends connections: a stop waits for none of it, and is in the record once it is back, once. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import { nameStoreFault } from '@/lib/server/request/store-fault'
import type { Context } from '@/lib/services/context'
import { startOperation } from '@/lib/services/operations/start-operation'
import { invoke } from '@/lib/services/service'
import { stopOrg } from '@/lib/services/stops/stop-org'
import { STORE_WAIT_MS } from '@/lib/store/open/open-store'
import type { PostgresLocation } from '@/lib/store/postgres/postgres-location'
import { type TestConsole, testConsole } from '../console/test-console'
import { type CutProxy, openCutProxy } from '../store/cut-proxy'
import { serverOfTests } from '../store/test-database'
import { type TestLocation, testLocation } from '../store/test-store'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
/** The store's share of a press and the authority's, with room for a busy machine. */
const IN_TIME_MS = 3_000

let at: TestLocation
let proxy: CutProxy
let running: TestConsole
let responder: Context

const asInProduction = (context: Context): Context => ({
  ...context,
  deps: { ...context.deps, storeWaitMs: STORE_WAIT_MS },
})

beforeEach(async () => {
  at = await testLocation()
  proxy = await openCutProxy(serverOfTests().port)
  running = await testConsole({
    devices: DEVICES,
    database: { ...(at.location as PostgresLocation), port: proxy.port },
  })
  responder = asInProduction(await running.as('responder'))
})
afterEach(async () => {
  proxy.refuse(false)
  proxy.hang(null)
  await running.close()
  proxy.close()
  await at.drop()
})

const FAULTS: [string, () => void, () => void][] = [
  ['refuses connections', () => proxy.refuse(true), () => proxy.refuse(false)],
  ['says nothing', () => proxy.hang('both'), () => proxy.hang(null)],
  ['hears, and its answers are lost', () => proxy.hang('answers'), () => proxy.hang(null)],
]

const eventsOf = async (operationId: string) =>
  (
    await running.deps.store.db
      .selectFrom('audit_events')
      .select('kind')
      .where('operation_id', '=', operationId)
      .orderBy('sequence')
      .execute()
  ).map(({ kind }) => kind)
const isWorking = async (id: string) => (await running.agent('validate', id)).allowed === true

describe.each(FAULTS)('a database that %s', (_, begin, end) => {
  it('holds up no stop of the org, which is in the record once, afterwards', async () => {
    begin()
    const id = randomUUID()
    const pressed = await withTimeout(invoke(stopOrg, responder, { id }), IN_TIME_MS)
    expect(pressed).not.toBe(TIMED_OUT)
    expect(await isWorking(DEVICES[0] as string)).toBe(false)
    expect(running.sink.map(({ operation_id }) => operation_id)).toContain(id)
    end()
    await expect.poll(() => eventsOf(id).catch(() => [])).toEqual(['operation.requested', 'operation.accepted'])
  })

  it('holds up no revoke, which is in the record once, afterwards', async () => {
    begin()
    const id = randomUUID()
    const started = await withTimeout(
      invoke(startOperation, responder, { id, kind: 'revoke', target: { ids: [DEVICES[0] as string] } }),
      IN_TIME_MS,
    )
    expect(started).not.toBe(TIMED_OUT)
    await expect.poll(() => isWorking(DEVICES[0] as string)).toBe(false)
    expect(await isWorking(DEVICES[1] as string)).toBe(true)
    end()
    await expect.poll(() => eventsOf(id).catch(() => [])).toEqual(['operation.requested', 'operation.accepted'])
  })
})

it('refuses every other act with a sentence while it is away, and takes it afterwards', async () => {
  const operator = asInProduction(await running.as('operator'))
  await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  proxy.refuse(true)
  const restore = { id: randomUUID(), kind: 'restore' as const, target: { ids: DEVICES }, reason: 'works again' }
  const fault = await invoke(startOperation, operator, restore).then(
    () => null,
    (error: unknown) => nameStoreFault(error),
  )
  expect(fault).toMatchObject({ status: 503, detail: expect.stringContaining('Nothing was changed') })
  expect(await isWorking(DEVICES[0] as string)).toBe(false)
  proxy.refuse(false)
  await expect
    .poll(() =>
      invoke(startOperation, operator, restore).then(
        () => 'taken',
        () => 'refused',
      ),
    )
    .toBe('taken')
  await running.ended(restore.id)
  expect(await isWorking(DEVICES[0] as string)).toBe(true)
})
