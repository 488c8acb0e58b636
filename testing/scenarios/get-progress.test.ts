/** Progress comes from the store: the same for every screen, at any size, after any reload. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import type { OperationProgress } from '@/lib/domain/progress'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { newItem } from '@/lib/operations/plan/plan-items'
import { findOperationItems } from '@/lib/services/operations/find-items'
import { getOperationProgress } from '@/lib/services/operations/get-progress'
import { invoke } from '@/lib/services/service'
import { insertItems, updateItems } from '@/lib/store/operation-items'
import { insertOperation, moveOperation } from '@/lib/store/operations'
import { type TestConsole, testConsole } from '../console/test-console'

let running: TestConsole
afterEach(() => running.close())

async function operationOf(ids: readonly string[], startedMsAgo: number) {
  running = await testConsole()
  const { org, deps } = running
  const operator = await running.as('operator')
  const context = { ...operator, org, role: 'operator' as const }
  const id = randomUUID()
  const picked = { total: ids.length, selector: null, selectionId: null }
  const row = newOperation(context, { id, kind: 'revoke' }, 'digest', picked)
  const now = deps.clock.now()
  await insertOperation(deps.store.db, { ...row, state: 'running', requested_at: now - startedMsAgo })
  const items = ids.map((deviceId, at) => newItem(id, at, deviceId, org, now - startedMsAgo))
  await insertItems(deps.store.db, items)
  const answer = (from: number, to: number, change: object, agoMs: number) =>
    updateItems(deps.store.db, id, ids.slice(from, to), { ...change, updated_at: deps.clock.now() - agoMs })
  return { id, operator, answer }
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `crewai:prod:tool:${at}`)

it('counts what was answered although nothing is read back yet, at 10,000 devices', async () => {
  const { id, operator, answer } = await operationOf(ids(10_000), 5_000)
  await answer(0, 4_000, { accepted_at: 1 }, 1_000)
  await answer(4_000, 4_100, { code: 'upstream-timeout' }, 500)
  await answer(4_100, 4_110, { outcome: 'refused', code: 'held' }, 4_000)
  const progress = await invoke(getOperationProgress, operator, { operation: id })
  expect(progress).toMatchObject({ total: 10_000, answered: 4_110, settled: 10, retryable: 0 })
  // 4,100 answers in the 5 s since the start; the test itself takes a part of a second.
  expect(progress.perSecond).toBeGreaterThan(400)
  expect(progress.perSecond).toBeLessThanOrEqual(820)
  expect(progress.leftMs).toBeCloseTo(((10_000 - 4_110) / (progress.perSecond as number)) * 1_000, 3)
})

it('is right for whatever part of the answers is read back, which one that goes by outcomes alone is not', async () => {
  const { id, operator, answer } = await operationOf(ids(100), 5_000)
  await answer(0, 40, { accepted_at: 1 }, 1_000)
  const wrongAt = async (view: (progress: OperationProgress) => number): Promise<number[]> => {
    const wrong: number[] = []
    for (const settled of [0, 10, 40]) {
      await answer(0, settled, { outcome: 'done' }, 500)
      const progress = await invoke(getOperationProgress, operator, { operation: id })
      if (progress.settled !== settled || view(progress) !== 40) wrong.push(settled)
    }
    await answer(0, 40, { outcome: 'pending' }, 500)
    return wrong
  }
  expect(await wrongAt(({ answered }) => answered)).toEqual([])
  expect(await wrongAt(({ settled }) => settled)).toEqual([0, 10])
})

it('has no speed once it is paused or ended, and knows what another try could change', async () => {
  const { id, operator, answer } = await operationOf(ids(6), 5_000)
  await answer(0, 2, { outcome: 'failed', code: 'upstream-timeout' }, 100)
  await answer(2, 3, { outcome: 'refused', code: 'newer-stop' }, 100)
  await answer(3, 4, { outcome: 'unknown' }, 100)
  await answer(4, 6, { outcome: 'skipped', code: 'cancelled' }, 100)
  await moveOperation(running.deps.store.db, id, { phase: 'finished' })
  const progress = await invoke(getOperationProgress, operator, { operation: id })
  expect(progress).toMatchObject({ answered: 6, settled: 6, retryable: 3, perSecond: null, leftMs: null })
})

it('finds devices by a part of their id, taken literally', async () => {
  const { id: operation, operator, answer } = await operationOf(['a_1', 'aX1', 'A%1', 'b'], 0)
  await answer(0, 1, { outcome: 'failed' }, 0)
  const find = async (filter: object) => {
    const { items, total } = await invoke(findOperationItems, operator, { operation, ...filter })
    expect(items).toHaveLength(total)
    return items.map(({ deviceId }) => deviceId)
  }
  expect(await find({})).toEqual(['a_1', 'aX1', 'A%1', 'b'])
  expect(await find({ id: 'a_' })).toEqual(['a_1'])
  expect(await find({ id: 'a' })).toEqual(['a_1', 'aX1', 'A%1'])
  expect(await find({ id: '%' })).toEqual(['A%1'])
  expect(await find({ id: '1', outcome: 'failed' })).toEqual(['a_1'])
  expect(await find({ id: '\\' })).toEqual([])
})
