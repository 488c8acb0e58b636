/**
 * An act and its event share one transaction: a record that takes no event lets nothing change, and a change is never there
 * without its event. The twin that records after the commit is caught.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StartOperation } from '@/lib/domain/command'
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import {
  cancelOperation,
  continueOperation,
  pauseOperation,
  retryOperation,
} from '@/lib/services/operations/control-operation'
import { addReason } from '@/lib/services/operations/operation-services'
import { invoke } from '@/lib/services/service'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { json } from '../faults/faults'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
const HOUR_MS = 3_600_000

let behind: ConsoleBehindFaults
let operator: Context
beforeEach(async () => {
  behind = await consoleBehindFaults(DEVICES)
  // By the mutants, and by rows that have an earlier state.
  behind.running.rowsAreChanged()
  operator = await behind.running.as('operator')
})
afterEach(() => behind.close())

type Execute = Db['executeQuery']
type Through = (execute: Execute, query: Parameters<Execute>[0]) => ReturnType<Execute>

const isEvent = (query: Parameters<Execute>[0]): boolean =>
  'sql' in query && query.sql.startsWith('insert into "audit_')

/** The same database, every statement of which goes through `through`; `after` follows the commit of a transaction. */
function around(db: Db, through: Through, after: () => Promise<unknown> = async () => undefined): Db {
  const wrap = (inner: Db): Db =>
    new Proxy(inner, {
      get(target, name) {
        if (name === 'executeQuery')
          return (query: Parameters<Execute>[0]) => through(target.executeQuery.bind(target), query)
        const value = Reflect.get(target, name)
        if (name !== 'transaction') return typeof value === 'function' ? value.bind(target) : value
        return () => ({
          async execute(work: (tx: Db) => Promise<unknown>) {
            const result = await target.transaction().execute((tx) => work(wrap(tx)))
            await after()
            return result
          },
        })
      },
    })
  return wrap(db)
}

/** A record that takes no event. */
const fails: Through = (execute, query) =>
  isEvent(query) ? Promise.reject(new Error('the record is full')) : execute(query)
const recordFails = (db: Db): Db => around(db, fails)

/** The twin: events follow when the transaction is committed, and the record takes none of them. */
function recordsLater(db: Db): Db {
  const late: Parameters<Execute>[0][] = []
  const nothing = { rows: [] }
  return around(
    db,
    (execute, query) => {
      if (!isEvent(query)) return execute(query)
      late.push(query)
      return Promise.resolve(nothing) as ReturnType<Execute>
    },
    async () => {
      for (const query of late.splice(0)) await fails(db.executeQuery.bind(db), query)
    },
  )
}

const withRecord = (record: (db: Db) => Db): Context => {
  const { store } = operator.deps
  return { ...operator, deps: { ...operator.deps, store: { ...store, db: record(store.db) } } }
}

type Act = (context: Context, earlier: Operation) => Promise<unknown>
const start =
  (input: Omit<StartOperation, 'id'>): Act =>
  (context) =>
    behind.running.start(context, { reason: 'x', ...input })
const at = () => new Date(Date.now() + HOUR_MS).toISOString()
const ids = DEVICES.slice(0, 1)

const ACTS: [string, Act][] = [
  ['revoke', start({ kind: 'revoke', target: { ids } })],
  [
    'fence',
    (context) =>
      start({ kind: 'revoke', target: { selector: 'role:x' }, fence: { endsAt: at() } })(context, {} as Operation),
  ],
  ['restore', start({ kind: 'restore', target: { ids } })],
  ['undo', (context, { id }) => start({ kind: 'restore', undoes: id })(context, {} as Operation)],
  ['scheduled', (context) => start({ kind: 'revoke', target: { ids }, startAt: at() })(context, {} as Operation)],
  ['register', start({ kind: 'register', target: { ids: ['new'] } })],
  ['enable', start({ kind: 'enable' })],
  ['reason', (context, { id }) => invoke(addReason, context, { operation: id, reason: 'why' })],
  ['retry', (context, { id }) => invoke(retryOperation, context, { operation: id })],
]

/** What the store holds of operations and holds. */
const state = async () => {
  const { db } = operator.deps.store
  const operations = await db.selectFrom('operations').selectAll().orderBy('id').execute()
  const holds = await db.selectFrom('holds').selectAll().orderBy('id').execute()
  return JSON.stringify([operations, holds])
}

/** A revoke of both, of which the authority refused one. */
async function earlierRevoke(): Promise<Operation> {
  const revoke = { kind: 'revoke', target: { ids: DEVICES } } as const
  const part = { deviceId: DEVICES[1], status: 'error', error: 'PROTECTED' }
  behind.faults.next(json({ status: 'ok', results: [{ deviceId: DEVICES[0], status: 'ok', changed: true }, part] }))
  const revoked = await behind.running.act(operator, revoke)
  await behind.running.deps.running.allEnded()
  return revoked
}

it.each(ACTS)('%s changes nothing when its event cannot be written', async (_, act) => {
  const earlier = await earlierRevoke()
  const before = await state()
  await act(withRecord(recordFails), earlier).catch(() => undefined)
  expect(await state()).toBe(before)
})

it.each(ACTS)('%s of the twin that records later is caught', async (_, act) => {
  const earlier = await earlierRevoke()
  const before = await state()
  await act(withRecord(recordsLater), earlier).catch(() => undefined)
  expect(await state()).not.toBe(before)
})

it.each([
  ['pause', pauseOperation, 'running'],
  ['continue', continueOperation, 'paused'],
  ['cancel', cancelOperation, 'paused'],
] as const)('%s changes nothing when its event cannot be written', async (_, service, from) => {
  const { id } = await earlierRevoke()
  const change: Partial<OperationRow> = { state: from }
  await operator.deps.store.db.updateTable('operations').set(change).where('id', '=', id).execute()
  const before = await state()
  await invoke(service, withRecord(recordFails), { operation: id, reason: 'x' }).catch(() => undefined)
  expect(await state()).toBe(before)
  await invoke(service, withRecord(recordsLater), { operation: id, reason: 'x' }).catch(() => undefined)
  expect(await state()).not.toBe(before)
})
