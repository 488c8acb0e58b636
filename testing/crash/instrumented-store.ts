/** The store as production opens it, each of its statements passing a trap, and what a twin does to it. */
import { setTimeout as delay } from 'node:timers/promises'
import { AUDIT_KINDS } from '@/lib/domain/audit'
import { ConsoleDb } from '@/lib/store/open/console-db'
import { openStore } from '@/lib/store/open/open-store'
import type { Store } from '@/lib/store/rows/db'
import type { SqliteConnection, Statement, StatementResult } from '@/lib/store/sqlite/connection'
import { sqliteDialect } from '@/lib/store/sqlite/dialect'
import { openWorkerConnection } from '@/lib/store/sqlite/worker-connection'
import type { KillPoint } from './kill-point'

/**
 * `late-commit`: acknowledges an act before its transaction is committed. `late-holds`: writes the holds of a stop after the
 * stop was acknowledged.
 */
export type Mutant = 'late-commit' | 'late-holds'

/** `stallMs`: how long a transaction waits before it begins. */
export type StoreWatch = { trap: KillPoint; twin?: Mutant; stallMs: () => number }

const LOOK_MS = 10
const NOTHING: StatementResult = { columns: [], rows: [], changes: 0 }

export async function openInstrumentedStore(path: string, watch: StoreWatch): Promise<Store> {
  const store = await openStore(path, { threads: true })
  const connection = openWorkerConnection(path, 'write')
  const twins = { 'late-commit': commitsLate, 'late-holds': writesHoldsLate }
  const sqlite = watch.twin ? twins[watch.twin](connection, watch.trap) : connection
  const db = new ConsoleDb({ dialect: sqliteDialect(watched(sqlite, watch), { shared: false }) })
  return { ...store, db }
}

/** Passes `begin`, `event appended`, `chain moved`, and `commit X`, `committed X`: X is what the transaction is about. */
function watched(inner: SqliteConnection, { trap, stallMs }: StoreWatch): SqliteConnection {
  let about: string | undefined
  return {
    ...inner,
    async run(statement) {
      const { sql } = statement
      if (sql.startsWith('begin')) {
        about = undefined
        trap.pass('begin')
        const ms = stallMs()
        if (ms > 0) await delay(ms)
      }
      const subject = subjectOf(statement)
      // What the store adds of operations that were changed besides is not what the transaction is about.
      if (subject && !(about && subject === 'operation.changed')) about = subject
      if (sql === 'commit') trap.pass(`commit ${about}`)
      const result = await inner.run(statement)
      if (sql === 'commit') trap.pass(`committed ${about}`)
      if (isInto('audit_events', statement)) trap.pass('event appended')
      if (isInto('audit_heads', statement)) trap.pass('chain moved')
      return result
    },
  }
}

const isInto = (table: string, { sql }: Statement): boolean => sql.startsWith(`insert into "${table}"`)
const KINDS: ReadonlySet<unknown> = new Set(AUDIT_KINDS)

/** What a statement shows of its transaction: the kind of its event, or that answers or new items are written. */
function subjectOf(statement: Statement): string | undefined {
  const { sql, parameters, rows } = statement
  if (isInto('audit_events', statement))
    return [...parameters, ...(rows?.values ?? [])].find((value) => KINDS.has(value)) as string | undefined
  if (isInto('operation_items', statement)) return 'items'
  return sql.startsWith('update "operation_items"') ? 'answers' : undefined
}

function commitsLate(inner: SqliteConnection, { isWaiting }: KillPoint): SqliteConnection {
  let underWay: Promise<unknown> = Promise.resolve()
  return {
    ...inner,
    async run(statement) {
      await underWay
      if (statement.sql !== 'commit') return inner.run(statement)
      underWay = (async () => {
        while (isWaiting()) await delay(LOOK_MS)
        await inner.run(statement)
      })()
      return NOTHING
    },
  }
}

function writesHoldsLate(inner: SqliteConnection, { isWaiting }: KillPoint): SqliteConnection {
  const withheld: Statement[] = []
  return {
    ...inner,
    async run(statement) {
      if (isInto('holds', statement)) {
        withheld.push(statement)
        return NOTHING
      }
      if (statement.sql.startsWith('begin') && !isWaiting())
        for (const each of withheld.splice(0)) await inner.run(each)
      return inner.run(statement)
    },
  }
}
