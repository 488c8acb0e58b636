/** A revoke that did not arrive is found however many revokes of other devices came after it. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { newItem } from '@/lib/operations/plan/plan-items'
import { insertHoldsOfItems } from '@/lib/store/holds'
import { insertItems, lastRevokeOf, updateItems } from '@/lib/store/operation-items'
import { insertOperation } from '@/lib/store/operations'
import { insertOrg } from '@/lib/store/orgs'
import type { Db, Store } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import { openTestStore } from '@/testing/store/test-store'
import { type TestConsole, testConsole } from '../console/test-console'

const LATER = 600
const ID = 'crewai:prod:tool:01'

let running: TestConsole
let store: Store
afterEach(async () => {
  await store.close()
  await running.close()
})

it('finds the revoke of one device among hundreds of others, and what came of it', async () => {
  running = await testConsole({ devices: [ID] })
  store = await openTestStore()
  const context = { ...(await running.as('operator', { name: 'Ada' })), org: running.org }
  const row = { ...running.org.row }
  await insertOrg(store.db, row)
  const revoke = async (db: Db, deviceId: string, at: number): Promise<OperationRow> => {
    const picked = { total: 1, selector: null, selectionId: null }
    const input = { id: randomUUID(), kind: 'revoke' as const }
    const operation = { ...newOperation(context, input, '', picked), requested_at: at }
    await insertOperation(db, operation)
    await insertItems(db, [newItem(operation.id, 0, deviceId, running.org, at)])
    await insertHoldsOfItems(db, operation, 'operation', at)
    return operation
  }
  const lost = await store.db.transaction().execute(async (tx) => {
    const missed = await revoke(tx, ID, 1)
    await updateItems(tx, missed.id, [ID], { outcome: 'unknown', updated_at: 2 })
    for (let number = 0; number < LATER; number++) await revoke(tx, `other:${number}`, 10 + number)
    return missed
  })
  const found = await lastRevokeOf(store.reads, row.id, ID)
  expect(found).toMatchObject({ id: lost.id, actor_name: 'Ada', outcome: 'unknown' })
  expect(await lastRevokeOf(store.reads, row.id, 'never:revoked')).toBeUndefined()
})
