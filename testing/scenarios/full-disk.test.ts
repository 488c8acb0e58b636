/**
 * A disk that is full at the first, second, third … write of an act, and the moment after: nothing is acknowledged that is
 * not kept, nothing is called done that is not so, and what was begun ends once the disk has room, or at the next start.
 */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import type { StartOperation } from '@/lib/domain/command'
import { isResume, type Operation, type OperationKind } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import { startOperation } from '@/lib/services/operations/start-operation'
import { invoke } from '@/lib/services/service'
import { liveHolds } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { type Behaviour, behindStore } from '../console/faulty-store'
import { type TestConsole, testConsole } from '../console/test-console'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const FULL = new Error('database or disk is full')

let running: TestConsole
let operator: Context
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  operator = await running.as('operator')
})
afterEach(() => running.close())

/** Full at the nth transaction and `writes - 1` after it. `struck`: how often it was. */
function fullAt(nth: number, writes: number) {
  const disk = { struck: 0, behaviour: (real: () => Promise<unknown>, _: number): Promise<unknown> => real() }
  disk.behaviour = (real, at) => {
    if (at < nth || at >= nth + writes) return real()
    disk.struck += 1
    return Promise.reject(FULL)
  }
  return disk satisfies { behaviour: Behaviour }
}

const workingOf = async (id: string) => (await running.agent('validate', id)).allowed === true

const WANTED: Partial<Record<OperationKind, (id: string) => Promise<boolean>>> = {
  revoke: async (id) => !(await workingOf(id)),
  restore: workingOf,
  remove: async (id) => running.org.fleet.get(id) === undefined,
}

/** `transactions`: as many as the act takes on a disk with room. */
const ACTS: readonly (Omit<StartOperation, 'id'> & { before?: 'revoked'; transactions: number })[] = [
  { kind: 'revoke', target: { ids: DEVICES }, transactions: 4 },
  { kind: 'restore', target: { ids: DEVICES }, before: 'revoked', transactions: 4 },
  { kind: 'remove', target: { ids: DEVICES }, typed: 'main', transactions: 4 },
]
const CASES = ACTS.flatMap(({ transactions, ...act }) =>
  Array.from({ length: transactions }, (_, at) => at + 1).flatMap((nth) =>
    [1, 2].map((writes) => ({ ...act, nth, writes, name: `${act.kind}: write ${nth}, ${writes} in a row` })),
  ),
)

it.each(ACTS)('$kind takes $transactions transactions: each of them is one that fails below', async (act) => {
  const { before, transactions, ...input } = act
  if (before) await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const id = randomUUID()
  let taken = 0
  const counting: Behaviour = (real, nth) => {
    taken = nth
    return real()
  }
  await invoke(startOperation, behindStore(operator, counting).context, { id, reason: 'x', ...input })
  await running.deps.running.ended(id)
  expect(taken).toBe(transactions)
})

/** An operation of which nothing is under way; one that broke off is taken up as at a start. */
async function settled(id: string): Promise<void> {
  await running.deps.running.ended(id)
  const press = () => running.deps.stopRequests.find(id)
  await expect.poll(() => press()?.recorded ?? 'store').toBe('store')
  await continueOperationsOnStartup(running.deps)
  await running.deps.running.ended(id)
}

it.each(CASES)('$name', async ({ before, nth, writes, name: _, ...act }) => {
  if (before) await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const id = randomUUID()
  const disk = fullAt(nth, writes)
  const { context, heal } = behindStore(operator, disk.behaviour)
  const answered = await invoke(startOperation, context, { id, reason: 'x', ...act }).catch(
    () => null as Operation | null,
  )
  await running.deps.running.ended(id)
  heal()
  expect(disk.struck, 'the disk was full at that write').toBeGreaterThan(0)
  await settled(id)
  const { db } = running.deps.store
  const row = await db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst()
  // What was acknowledged is kept; what was not has changed nothing.
  expect(row !== undefined, 'kept').toBe(answered !== null)
  await running.org.reader.readNow()
  const isDone = WANTED[act.kind] as (id: string) => Promise<boolean>
  if (!row) return expect(await Promise.all(DEVICES.map(isDone))).toEqual([false, false, false])
  expect(isResume(act.kind) ? ['finished', 'interrupted'] : ['finished']).toContain(row.state)
  const items = await listItems(db, id)
  expect(items.map((item) => item.device_id)).toEqual(DEVICES)
  for (const item of items) if (item.outcome === 'done') expect(await isDone(item.device_id)).toBe(true)
  if (row.state === 'finished') expect(items.map((item) => item.outcome)).toEqual(['done', 'done', 'done'])
  const holds = await liveHolds(db, running.org.row.id, DEVICES)
  if (act.kind === 'revoke')
    expect(holds.map((hold) => [hold.kind, hold.operation_id])).toEqual(DEVICES.map(() => ['operation', id]))
  if (act.kind === 'restore' && row.state === 'finished') expect(holds).toEqual([])
})
