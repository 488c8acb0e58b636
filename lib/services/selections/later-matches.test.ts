/** Who comes later is shown apart, and added only by a review of its own. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { runSync } from '@/lib/concurrency/cooperative'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { createSelection } from './create-selection'
import { compare, laterMatches } from './later-matches'

let running: TestConsole
afterEach(() => running?.close())

const FLEET = ['crewai:prod:tool:01', 'crewai:prod:tool:02', 'crewai:dev:tool:01']

async function comeLater(...ids: string[]): Promise<void> {
  for (const id of ids) await running.agent('register', id)
  await running.org.reader.readNow()
}

it('reports which devices match by now, and freezes them only on request', async () => {
  running = await testConsole({ devices: FLEET })
  const operator = await running.as('operator')
  const first = await invoke(createSelection, operator, { selector: 'env:prod' })
  expect(await invoke(laterMatches, operator, { selection: first.selectionId })).toEqual({
    more: 0,
    moreIds: [],
    gone: 0,
  })
  await comeLater('crewai:prod:tool:03', 'crewai:dev:tool:02')
  const later = await invoke(laterMatches, operator, { selection: first.selectionId })
  expect(later).toEqual({ more: 1, moreIds: ['crewai:prod:tool:03'], gone: 0 })
  const wider = await invoke(createSelection, operator, { widens: first.selectionId })
  expect(wider).toMatchObject({ count: 3, selector: 'env:prod' })
  expect(wider.selectionId).not.toBe(first.selectionId)
  // What was reviewed first is still what it was.
  const { selectionId, digest } = first
  const revoke = await running.act(operator, { kind: 'revoke', target: { selectionId, digest } })
  expect(revoke).toMatchObject({ total: 2, outcomes: { done: 2 } })
  expect(await invoke(laterMatches, operator, { operation: revoke.id })).toMatchObject({ more: 1, gone: 0 })
})

it('keeps what was reviewed although it matches no longer', async () => {
  running = await testConsole({ devices: FLEET })
  const operator = await running.as('operator')
  const first = await invoke(createSelection, operator, { selector: 'status:active' })
  await running.act(operator, { kind: 'revoke', target: { ids: [FLEET[0] as string] } })
  await comeLater('new')
  expect(await invoke(laterMatches, operator, { selection: first.selectionId })).toMatchObject({ more: 1, gone: 1 })
  expect(await invoke(createSelection, operator, { widens: first.selectionId })).toMatchObject({ count: 4, revoked: 1 })
  // The mutant that only freezes the selector anew drops the one that was reviewed.
  expect(await invoke(createSelection, operator, { selector: 'status:active' })).toMatchObject({ count: 3 })
})

it('returns no later matches of ticked ids, and none of another org', async () => {
  running = await testConsole({ devices: FLEET })
  const operator = await running.as('operator')
  const { selectionId } = await invoke(createSelection, operator, { ids: FLEET })
  expect(await invoke(laterMatches, operator, { selection: selectionId })).toMatchObject({ more: 0 })
  await expect(invoke(createSelection, operator, { widens: selectionId })).rejects.toThrow('ticked')
  const unknown = '00000000-0000-4000-8000-000000000000'
  await expect(invoke(laterMatches, operator, { selection: unknown })).rejects.toThrow('no longer there')
  await expect(invoke(createSelection, operator, { widens: unknown })).rejects.toThrow('no longer there')
})

it('compares any two lists', () => {
  const Ids = fc.uniqueArray(fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(Ids, Ids, (before, now) => {
      const { later, gone } = runSync(compare(before, now))
      expect(later).toEqual(now.filter((id) => !before.includes(id)))
      expect(gone).toBe(before.filter((id) => !now.includes(id)).length)
    }),
  )
})
