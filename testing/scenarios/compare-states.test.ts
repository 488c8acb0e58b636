/**
 * Whatever is changed of operations, outcomes, holds and fences behind the console's back is found: every column of every
 * row, every row that goes and every row that comes. What the record does not say is counted, never taken for right.
 */
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareStates } from '@/lib/audit/verify/compare-states'
import { gatherStates, type RecordedState, type RecordedStates } from '@/lib/audit/verify/recorded-states'
import { eventsInOrder } from '@/lib/store/audit/audit-chain-heads'
import { type Part, readFinal } from '@/lib/store/audit/final-states'
import type { Db } from '@/lib/store/rows/db'
import { actOut, RECORDED_DEVICES } from '../console/recorded-acts'
import { type TestConsole, testConsole } from '../console/test-console'

let running: TestConsole
let db: Db
let states: RecordedStates

async function gathered(): Promise<RecordedStates> {
  const gathering = gatherStates()
  for await (const page of eventsInOrder(db)) page.forEach(gathering.take)
  return gathering
}

beforeAll(async () => {
  running = await testConsole({ devices: RECORDED_DEVICES })
  await actOut(running)
  db = running.deps.store.db
  states = await gathered()
})
afterAll(() => running.close())

const statement = (text: string) => db.executeQuery(CompiledQuery.raw(text))

/** What is found after a change that is taken back afterwards. */
async function foundAfter(change: () => Promise<unknown>, by: RecordedStates = states): Promise<string[]> {
  await statement('pragma foreign_keys = off')
  await statement('begin')
  try {
    await change()
    return (await compareStates(db, by, false)).findings
  } finally {
    await statement('rollback')
  }
}

const KEYS = {
  operations: ['id'],
  operation_items: ['operation_id', 'position'],
  holds: ['id'],
  fences: ['operation_id'],
} as const
type Table = keyof typeof KEYS
const TABLES = Object.keys(KEYS) as Table[]
type Row = Record<string, unknown>

const rowsOf = async (table: Table): Promise<Row[]> =>
  (await sql<Row>`select * from ${sql.table(table)} order by 1, 2`.execute(db)).rows
const thisRow = (table: Table, row: Row) =>
  sql.join(
    KEYS[table].map((key) => sql`${sql.ref(key)} = ${row[key]}`),
    sql` and `,
  )
const other = (value: unknown): unknown =>
  typeof value === 'number' ? value + 1_000 : typeof value === 'string' ? `${value}x` : 1

/** Operations that have not ended say nothing of their rows, but that they have not. */
const isOpen = (row: Row): boolean => {
  const { final } = states.operations.get((row.operation_id ?? row.id) as string) ?? {}
  return !final
}

it('finds nothing wrong with what the console wrote, and counts what has not ended', async () => {
  const { findings, compared, notCovered } = await compareStates(db, states, false)
  expect(findings).toEqual([])
  expect(compared).toBeGreaterThan(12)
  expect(notCovered).toEqual({ older: 0, open: 1, holds: 0 })
})

it('covers one of everything', async () => {
  const said = [...states.operations.values()]
  const parts = new Set(said.flatMap(({ final }) => Object.keys(final ?? {})))
  expect(parts).toEqual(new Set(['form', 'row', 'items', 'added', 'released']))
  expect(said.filter(({ held }) => held).length).toBeGreaterThan(3)
  for (const table of TABLES) expect((await rowsOf(table)).length, table).toBeGreaterThan(0)
})

describe.each(TABLES)('%s', (table) => {
  it('finds a change of any column of any row', async () => {
    const missed: string[] = []
    for (const row of await rowsOf(table)) {
      if (isOpen(row)) continue
      for (const [column, value] of Object.entries(row)) {
        const set = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${other(value)} where ${thisRow(table, row)}`
        if ((await foundAfter(() => set.execute(db))).length === 0) missed.push(`${column} of ${JSON.stringify(row)}`)
      }
    }
    expect(missed).toEqual([])
  })

  it('finds a row that was removed, and a value that was', async () => {
    const missed: string[] = []
    for (const row of await rowsOf(table)) {
      const gone = sql`delete from ${sql.table(table)} where ${thisRow(table, row)}`
      // A row of an operation that has not ended may still change; the operation itself may not go.
      if (isOpen(row) && table !== 'operations') continue
      if ((await foundAfter(() => gone.execute(db))).length === 0) missed.push(JSON.stringify(row))
      for (const [column, value] of Object.entries(row)) {
        if (value === null || isOpen(row)) continue
        const none = sql`update or ignore ${sql.table(table)} set ${sql.ref(column)} = null where ${thisRow(table, row)}`
        const tried = await foundAfter(async () => {
          const { numAffectedRows = 0n } = await none.execute(db)
          // A column that may not be empty stays as it is.
          if (numAffectedRows === 0n) await gone.execute(db)
        })
        if (tried.length === 0) missed.push(`no ${column} of ${JSON.stringify(row)}`)
      }
    }
    expect(missed).toEqual([])
  })

  it('finds a row that was added', async () => {
    const missed: string[] = []
    for (const row of await rowsOf(table)) {
      if (isOpen(row) && table !== 'operations') continue
      const copy = {
        ...row,
        ...Object.fromEntries(KEYS[table].map((key) => [key, key === 'position' ? 99 : row[key]])),
      }
      if (table === 'operations' || table === 'holds') copy.id = `${row.id}-copy`
      if (table === 'operation_items') copy.device_id = `${row.device_id}-copy`
      if (table === 'fences')
        copy.operation_id = (await rowsOf('operations')).find(({ kind }) => kind === 'disable')?.id
      const names = sql.join(Object.keys(copy).map((name) => sql.ref(name)))
      const values = sql.join(Object.values(copy))
      const add = sql`insert into ${sql.table(table)} (${names}) values (${values})`
      if ((await foundAfter(() => add.execute(db))).length === 0) missed.push(JSON.stringify(row))
    }
    expect(missed).toEqual([])
  })
})

it('does not take an operation that has not ended for one that has, nor the other way round', async () => {
  const open = (await rowsOf('operations')).find(isOpen)
  const ended = (await rowsOf('operations')).find((row) => !isOpen(row))
  const state = (row: Row | undefined, to: string) => () =>
    sql`update operations set state = ${to} where id = ${row?.id}`.execute(db)
  expect((await foundAfter(state(open, 'finished'))).join()).toContain('has not ended by the record')
  expect((await foundAfter(state(ended, 'running'))).join()).toContain('is not what the record says')
})

it('finds a hold that names what there is not, or that is released by nothing', async () => {
  const [hold] = (await rowsOf('holds')).filter(({ released_at }) => released_at === null) as [Row]
  const set = (values: Row) => () =>
    db
      .updateTable('holds')
      .set(values)
      .where('id', '=', hold.id as string)
      .execute()
  expect((await foundAfter(set({ released_at: 1 }))).join()).toContain('not by what')
  expect((await foundAfter(set({ released_at: 1, released_by: 'unknown' }))).join()).toContain('which there is not')
  const copy = { ...hold, id: 'new', operation_id: null, added_by: null }
  const add = () =>
    db
      .insertInto('holds')
      .values(copy as never)
      .execute()
  expect((await foundAfter(add)).join()).toContain('1 holds belong to no operation')
})

it('finds a database whose columns were taken away', async () => {
  const take = async () => {
    await statement('drop index holds_added')
    await statement('alter table holds drop column added_by')
  }
  expect((await foundAfter(take)).join()).toContain('a column was removed')
})

describe('what the record does not say', () => {
  /** As a record of which the first half was written before it held how operations end. */
  async function gatheredFrom(extendedAt: number): Promise<RecordedStates> {
    const gathering = gatherStates()
    for await (const page of eventsInOrder(db))
      for (const event of page) {
        const { final: _, held: __, ...data } = JSON.parse(event.data)
        if (event.sequence === extendedAt)
          gathering.take({ ...event, kind: 'record.extended', data: '{"operations":5,"holds":9,"elsewhere":0}' })
        else gathering.take(event.sequence < extendedAt ? { ...event, data: JSON.stringify(data) } : event)
      }
    return gathering
  }

  it('is counted as not covered, with the holds that belong to it', async () => {
    const { findings, notCovered } = await compareStates(db, await gatheredFrom(20), false)
    expect(findings).toEqual([])
    expect(notCovered.older).toBeGreaterThan(2)
    expect(notCovered.holds).toBeGreaterThan(2)
  })

  it('is not what was added since, nor what was removed of it', async () => {
    const older = await gatheredFrom(20)
    const known = [...older.operations].find(([, { final, sequence }]) => final === undefined && sequence < 20)
    const gone = () =>
      db
        .deleteFrom('operations')
        .where('id', '=', known?.[0] ?? '')
        .execute()
    expect((await foundAfter(gone, older)).join()).toContain('was removed')
    const [row] = await rowsOf('operations')
    const copy = { ...row, id: 'new', requested_at: 1, finished_at: 1 } as never
    const add = () => db.insertInto('operations').values(copy).execute()
    expect((await foundAfter(add, older)).join()).toContain('is in no event: it was added')
  })

  it('is all of it where the record never said anything', async () => {
    const { findings, compared, notCovered } = await compareStates(
      db,
      await gatheredFrom(Number.MAX_SAFE_INTEGER),
      true,
    )
    expect([findings, compared]).toEqual([[], 0])
    expect(notCovered.older + notCovered.open).toBe((await rowsOf('operations')).length)
  })
})

/** Deliberately broken: a comparison that leaves one part out misses what was done to that part. */
describe('mutants', () => {
  type Change = () => Promise<unknown>
  const all =
    (text: string): Change =>
    () =>
      statement(text)
  const CHANGES: Record<string, Change> = {
    row: all("update operations set reason = 'x' where state = 'finished'"),
    items: all("update operation_items set outcome = 'skipped' where outcome = 'done'"),
    added: all('update holds set placed_at = placed_at + 1 where added_by is not null'),
    released: all('update holds set released_at = released_at + 1 where released_at is not null'),
    held: all("update holds set kind = 'x' where added_by is null"),
  }

  /** The record as if it said of this part whatever the rows are. */
  async function blindTo(part: string): Promise<RecordedStates> {
    const operations = new Map<string, RecordedState>()
    for (const [id, state] of states.operations) {
      const now = part === 'held' || !state.final ? {} : await readFinal(db, id, [part as Part])
      const held = part === 'held' && state.held ? { ...state.held, kind: 'x' } : state.held
      operations.set(id, { ...state, held, final: state.final && { ...state.final, ...now } })
    }
    return { ...states, operations }
  }

  it.each(Object.entries(CHANGES))('blind to %s', async (part, change) => {
    expect(await foundAfter(change)).not.toEqual([])
    const blind = { ...states, operations: new Map() }
    const found = await foundAfter(async () => {
      await change()
      Object.assign(blind, await blindTo(part))
    }, blind)
    expect(found).toEqual([])
  })
})
