/** Every transaction writes into the record how it leaves operations; a store that does not is caught. */
import { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { FinalState } from '@/lib/domain/audit'
import { openTestStore } from '@/testing/store/test-store'
import { insertHolds, insertHoldsOfItems, releaseHolds } from '../holds'
import { insertItems, updateItems, updatePendingItems } from '../operation-items'
import { insertOperation, markRunning, moveOperation, updateOperation } from '../operations'
import type { AuditEventRow } from '../rows/audit-rows'
import type { Db, Store } from '../rows/db'
import type { Database, HoldRow, OperationItemRow, OperationRow } from '../rows/schema'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { appendEvent } from './append-events'
import { canonicalJson } from './audit-chain'
import { lastFinal, readFinal } from './final-states'

const NOW = 1_800_000_000_000
const ORG = 'org-1'

let store: Store
let db: Db
beforeEach(async () => {
  store = await openTestStore({ now: () => NOW })
  db = store.db
  await addOrg(db)
})
afterEach(() => store.close())

const addOrg = (to: Db) =>
  to
    .insertInto('orgs')
    .values({ id: ORG, slug: 'main', name: 'main', base_url: 'embedded', id_pattern: '', paths: '{}', created_at: 0 })
    .execute()

const operation = (id: string): OperationRow => ({
  id,
  org_id: ORG,
  kind: 'revoke',
  state: 'queued',
  user_id: 'user-1',
  actor_name: 'Ann',
  session_id: null,
  address: null,
  reason: null,
  selector: null,
  selection_id: null,
  undoes: null,
  releases: '[]',
  body_digest: '',
  authority: 'here',
  total: 2,
  requested_at: NOW,
  accepted_at: null,
  finished_at: null,
  stop_status: 'requested',
  accepted_revision: null,
  accepted_authority_at: null,
  error_code: null,
  error_message: null,
  error_request_id: null,
  start_at: null,
  staged: 0,
  rehearsal: 0,
})

const item = (id: string, position: number): OperationItemRow => ({
  operation_id: id,
  position,
  device_id: `device-${position}`,
  outcome: 'pending',
  before: 'active',
  accepted_at: null,
  accepted_revision: null,
  code: null,
  message: null,
  request_id: null,
  updated_at: NOW,
  step: 0,
})

const event = (operationId: string, kind: AuditEventRow['kind'], data: object = {}) => ({
  id: `${kind} ${operationId} ${Math.random()}`,
  org_id: ORG,
  at: NOW,
  kind,
  data: canonicalJson({ operationId, operation: 'revoke', ...data }),
  user_id: 'user-1',
  actor_name: 'Ann',
  session_id: null,
  address: '192.0.2.7',
  request_id: 'request-1',
  reason: null,
  device_id: null,
  operation_id: operationId,
})

async function begin(on: Db, id: string): Promise<void> {
  await on.transaction().execute(async (tx) => {
    await insertOperation(tx, operation(id))
    await insertItems(tx, [item(id, 0), item(id, 1)])
    await insertHoldsOfItems(tx, operation(id), 'operation', NOW)
    await appendEvent(tx, event(id, 'operation.requested', { count: 2 }))
  })
}

async function end(on: Db, id: string): Promise<void> {
  await on.transaction().execute(async (tx) => {
    await updatePendingItems(tx, id, { outcome: 'done', updated_at: NOW })
    await moveOperation(tx, id, { phase: 'finished', finishedAt: NOW, status: 'accepted' })
    await appendEvent(tx, event(id, 'operation.finished'))
  })
}

type Said = { kind: string; by: string; final?: FinalState | null; held?: object; altered?: string[]; stop?: string }
const said = async (): Promise<Said[]> =>
  (await db.selectFrom('audit_events').selectAll().orderBy('sequence').execute()).map(
    ({ kind, actor_name: by, data }) => ({ ...JSON.parse(data), kind, by }),
  )
const last = async () => (await said()).at(-1) as Said

it('records at the end what the rows are, and at the start which holds follow from the items', async () => {
  await begin(db, 'op')
  expect(await said()).toMatchObject([{ kind: 'operation.requested', held: { kind: 'operation', count: 2, at: NOW } }])
  expect((await last()).final).toBeUndefined()
  await end(db, 'op')
  expect(await last()).toMatchObject({ kind: 'operation.finished', final: { form: 1, ...(await readFinal(db, 'op')) } })
  expect((await last()).final?.items).toMatch(/^2:[0-9a-f]{64}$/)
})

it('records who lifted a stop by another act', async () => {
  await begin(db, 'stop')
  await end(db, 'stop')
  const before = await last()
  await db.transaction().execute(async (tx) => {
    await insertOperation(tx, operation('restore'))
    await releaseHolds(tx, ['stop:device-0', 'stop:device-1'], 'restore', NOW)
    await moveOperation(tx, 'stop', { status: 'lifted' })
    await appendEvent(tx, { ...event('restore', 'operation.requested'), actor_name: 'Ben' })
  })
  expect(await last()).toMatchObject({ kind: 'operation.changed', by: 'Ben', operationId: 'stop', stop: 'lifted' })
  const after = (await last()).final
  expect(after?.row).not.toBe(before.final?.row)
  expect(after?.items).toBe(before.final?.items)
  await end(db, 'restore')
  expect((await last()).final?.released).toMatch(/^2:/)
})

it('records that an operation was opened again, and how it ended then', async () => {
  await begin(db, 'op')
  await end(db, 'op')
  await db.transaction().execute(async (tx) => {
    await updateItems(tx, 'op', ['device-0'], { outcome: 'pending', updated_at: NOW })
    await moveOperation(tx, 'op', { phase: 'queued' })
    await appendEvent(tx, event('op', 'operation.retried'))
  })
  expect(await last()).toMatchObject({ kind: 'operation.retried', final: null })
  await end(db, 'op')
  expect((await last()).final).toEqual({ form: 1, ...(await readFinal(db, 'op')) })
})

it('adds nothing where nothing is different, and an event of its own where there is none', async () => {
  await begin(db, 'op')
  await markRunning(db, 'op')
  await end(db, 'op')
  const events = (await said()).length
  await moveOperation(db, 'op', { status: 'accepted' })
  await markRunning(db, 'op')
  expect(await said()).toHaveLength(events)
  await moveOperation(db, 'op', { status: 'lifted-elsewhere' })
  expect(await last()).toMatchObject({ kind: 'operation.changed', by: 'the console', stop: 'lifted-elsewhere' })
  const hold = { ...((await db.selectFrom('holds').selectAll().execute())[0] as HoldRow), id: 'new', added_by: 'op' }
  await insertHolds(db, [hold])
  expect((await last()).final?.added).toMatch(/^1:/)
  expect(await lastFinal(db, 'op')).toEqual({ form: 1, ...(await readFinal(db, 'op')) })
})

it('leaves no operation without an event', async () => {
  await insertOperation(db, { ...operation('op'), state: 'running' })
  expect(await said()).toMatchObject([{ kind: 'operation.changed', operationId: 'op' }])
})

it('records nothing if the transaction fails', async () => {
  await begin(db, 'op')
  const failing = db.transaction().execute(async (tx) => {
    await moveOperation(tx, 'op', { phase: 'finished' })
    await appendEvent(tx, event('op', 'operation.finished'))
    throw new Error('the act failed')
  })
  await expect(failing).rejects.toThrow('the act failed')
  expect(await said()).toHaveLength(1)
})

it('names what was altered outside the console, instead of sealing it with the rest', async () => {
  await begin(db, 'op')
  await end(db, 'op')
  const sealed = (await last()).final
  await db.updateTable('operation_items').set({ outcome: 'skipped' }).where('position', '=', 0).execute()
  await updateOperation(db, 'op', { reason: 'added later' })
  expect(await last()).toMatchObject({ altered: ['items'], final: { items: sealed?.items } })
})

it('names it too where the operation is opened again, or was made to look open', async () => {
  await begin(db, 'op')
  await end(db, 'op')
  await db.updateTable('operations').set({ actor_name: 'Eve' }).execute()
  await moveOperation(db, 'op', { phase: 'queued' })
  expect(await last()).toMatchObject({ final: null, altered: ['row'] })
  await end(db, 'op')
  await db.updateTable('operations').set({ state: 'running' }).execute()
  await end(db, 'op')
  expect(await last()).toMatchObject({ altered: ['row'] })
})

it('is caught where the store does not do it', async () => {
  const connection = openLocalConnection(':memory:', 'write')
  const mutant = new Kysely<Database>({ dialect: sqliteDialect(connection, { shared: false }) })
  const migrations = await Promise.all([
    import('../migrations/0001-main'),
    import('../migrations/0006-audit-chain'),
    import('../migrations/0007-fences'),
    import('../migrations/0008-later'),
    import('../migrations/0010-final-states'),
    import('../migrations/0018-rehearsals'),
    import('../migrations/0020-throwaway-orgs'),
  ])
  for (const { up } of migrations) await up(mutant as unknown as Kysely<unknown>)
  await addOrg(mutant)
  await begin(mutant, 'op')
  await end(mutant, 'op')
  expect(await lastFinal(mutant, 'op')).toBeUndefined()
  expect(await readFinal(mutant, 'op')).toHaveProperty('row')
  await mutant.destroy()
})

it('records a write that came through another copy of its module', async () => {
  await begin(db, 'op')
  vi.resetModules()
  const copy = await import('../operations')
  await db.transaction().execute(async (tx) => {
    await copy.moveOperation(tx, 'op', { phase: 'finished', finishedAt: NOW })
  })
  expect((await last()).final).toEqual({ form: 1, ...(await readFinal(db, 'op')) })
})
