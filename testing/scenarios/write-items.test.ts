import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { listItems } from '@/lib/store/operation-items'
import { type TestConsole, testConsole } from '../console/test-console'

const DEVICES = Array.from({ length: 620 }, (_, at) => `crewai:prod:tool:${String(at + 1).padStart(3, '0')}`)

let running: TestConsole
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
})
afterEach(() => running.close())

it('makes the items of a large selection in the store, each in the state in which it was found', async () => {
  const person = await running.as('operator')
  const before = DEVICES.filter((_, at) => at % 7 === 3)
  await running.act(person, { kind: 'revoke', target: { ids: before } })
  const { selectionId, digest } = await invoke(createSelection, person, { selector: 'role:tool' })
  const { id } = await running.act(person, { kind: 'revoke', target: { selectionId, digest } })
  const items = await listItems(running.deps.store.reads, id)
  expect(items.map((item) => [item.position, item.device_id])).toEqual(DEVICES.map((deviceId, at) => [at, deviceId]))
  expect(items.filter((item) => item.before === 'revoked').map((item) => item.device_id)).toEqual(before)
  expect(items.filter((item) => item.outcome === 'skipped').map((item) => item.device_id)).toEqual(before)
})

it('starts nothing when the selection is not what was reviewed', async () => {
  const person = await running.as('operator')
  const { selectionId, digest } = await invoke(createSelection, person, { selector: 'role:tool' })
  const { db } = running.deps.store
  await db.deleteFrom('selection_items').where('selection_id', '=', selectionId).where('position', '>', 600).execute()
  const started = running.start(person, { kind: 'restore', target: { selectionId, digest }, reason: 'because' })
  await expect(started).rejects.toThrow()
  expect(await db.selectFrom('operations').selectAll().execute()).toEqual([])
})
