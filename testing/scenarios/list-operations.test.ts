/** The list of operations, a page at a time. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import type { OperationsPage } from '@/lib/domain/wire/operations'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { listOperations } from '@/lib/services/operations/operation-services'
import { invoke } from '@/lib/services/service'
import { insertOperation } from '@/lib/store/operations'
import { type TestConsole, testConsole } from '../console/test-console'

let running: TestConsole
afterEach(() => running.close())

it('drops none that were asked for in the same millisecond', async () => {
  running = await testConsole({ devices: ['a'] })
  const operator = await running.as('operator')
  const context = { ...operator, org: running.org, role: 'operator' as const }
  const ids = Array.from({ length: 130 }, () => randomUUID())
  for (const [at, id] of ids.entries()) {
    const target = { total: 0, selector: null, selectionId: null }
    const row = newOperation(context, { id, kind: 'register' }, 'digest', target)
    await insertOperation(running.deps.store.db, {
      ...row,
      state: 'finished',
      requested_at: 1_000 + Math.floor(at / 60),
    })
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: OperationsPage = await invoke(listOperations, operator, cursor ? { cursor } : {})
    seen.push(...page.operations.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor && seen.length < 500)
  expect(seen).toHaveLength(ids.length)
  expect(new Set(seen)).toEqual(new Set(ids))
  // The twin whose cursor is the time alone loses the rest of the millisecond that the first page ends in.
  const timeOf = (id: string) => Math.floor((ids as string[]).indexOf(id) / 60)
  const byTimeAlone = seen.filter((id, at) => at < 50 || timeOf(id) < timeOf(seen[49] as string))
  expect(byTimeAlone).toHaveLength(110)
  await expect(invoke(listOperations, operator, { cursor: 'nonsense' })).rejects.toThrow('cursor')
})

it('shows the outcomes and the undo of each, asked for together', async () => {
  running = await testConsole({ devices: ['a', 'b'] })
  const operator = await running.as('operator')
  const revoke = await running.act(operator, { kind: 'revoke', target: { ids: ['a', 'b'] } })
  const undo = await running.act(operator, { kind: 'restore', undoes: revoke.id, reason: 'drill' })
  const { operations } = await invoke(listOperations, operator, {})
  const shown = new Map(operations.map((operation) => [operation.id, operation]))
  expect(shown.get(revoke.id)).toMatchObject({ undoneBy: undo.id, outcomes: revoke.outcomes })
  expect(shown.get(undo.id)).toMatchObject({ undoneBy: null, outcomes: { done: 2 } })
})

it('names what ended an operation: its undo, a restore by name, the resume of the org, a newer stop', async () => {
  running = await testConsole({ devices: ['a', 'b', 'c'] })
  const operator = await running.as('operator')
  const list = async (id: string) => {
    const { operations } = await invoke(listOperations, operator, {})
    return operations.find((operation) => operation.id === id)
  }
  const revoke = await running.act(operator, { kind: 'revoke', target: { ids: ['a', 'b', 'c'] } })
  expect((await list(revoke.id))?.endedBy).toBeUndefined()
  const restore = await running.act(operator, { kind: 'restore', target: { ids: ['a'] }, reason: 'drill' })
  const by = restore.by.name
  expect((await list(revoke.id))?.endedBy).toMatchObject({ id: restore.id, by, undo: false, devices: 1, total: 1 })
  const undo = await running.act(operator, { kind: 'restore', undoes: revoke.id, reason: 'drill' })
  expect((await list(revoke.id))?.endedBy).toMatchObject({ id: undo.id, by, undo: true, devices: 2, state: 'finished' })
  expect((await list(undo.id))?.takesBack).toMatchObject({ id: revoke.id, kind: 'revoke', total: 3, fenceOf: null })

  const stop = await running.act(operator, { kind: 'disable' })
  expect((await list(stop.id))?.endedBy).toBeUndefined()
  const resume = await running.act(operator, { kind: 'enable', reason: 'drill' })
  expect((await list(stop.id))?.endedBy).toMatchObject({ id: resume.id, kind: 'enable', undo: false, devices: null })
  expect((await list(resume.id))?.endedBy).toBeUndefined()
  const again = await running.act(operator, { kind: 'disable' })
  expect((await list(resume.id))?.endedBy).toMatchObject({ id: again.id, kind: 'disable' })
  // The first stop still names the first resume after it.
  expect((await list(stop.id))?.endedBy?.id).toBe(resume.id)
})

it('names the first device of each in the order of its list, and of what it ends or takes back; none of the whole org', async () => {
  running = await testConsole({ devices: ['a', 'b', 'c'] })
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'revoke', target: { ids: ['c', 'a'] } })
  const single = await running.act(operator, { kind: 'revoke', target: { ids: ['b'] } })
  const undo = await running.act(operator, { kind: 'restore', undoes: single.id, reason: 'drill' })
  await running.act(operator, { kind: 'disable' })
  const { operations } = await invoke(listOperations, operator, {})
  expect(operations.map(({ kind, firstDevice }) => [kind, firstDevice])).toEqual([
    ['disable', undefined],
    ['restore', 'b'],
    ['revoke', 'b'],
    ['revoke', 'c'],
  ])
  const of = (id: string) => operations.find((operation) => operation.id === id)
  expect(of(single.id)?.endedBy).toMatchObject({ id: undo.id, firstDevice: 'b' })
  expect(of(undo.id)?.takesBack).toMatchObject({ id: single.id, firstDevice: 'b' })
})

it('names roles and environments of ids that no selector picked', async () => {
  running = await testConsole({ devices: ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:dev:planner:01'] })
  const operator = await running.as('operator')
  const ids = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:dev:planner:01']
  const ticked = await running.act(operator, { kind: 'revoke', target: { ids } })
  const undo = await running.act(operator, { kind: 'restore', undoes: ticked.id, reason: 'drill' })
  await running.act(operator, { kind: 'revoke', target: { selector: 'role:runner' } })
  await running.act(operator, { kind: 'revoke', target: { ids: ids.slice(0, 1) } })
  await running.act(operator, { kind: 'disable' })
  const { operations } = await invoke(listOperations, operator, {})
  const groups = [
    { env: 'prod', role: 'runner', count: 2 },
    { env: 'dev', role: 'planner', count: 1 },
  ]
  expect(operations.map((operation) => operation.groups)).toEqual([undefined, undefined, undefined, groups, groups])
  expect([undo.total, ticked.total]).toEqual([3, 3])
})
