/** Which notes a person reads of a device, and of what is under review. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { createSelection } from '../selections/create-selection'
import { invoke } from '../service'
import { coveringNotes } from './covering-notes'
import { listNotes, writeNote } from './notes'

const DEVICES = ['crewai:prod:a:1', 'crewai:prod:a:2', 'crewai:prod:b:1', 'crewai:dev:a:1']

let running: TestConsole
let viewer: Context
let responder: Context
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  viewer = await running.as('viewer')
  responder = await running.as('responder')
})
afterEach(() => running.close())

const CONTENT = { owner: 'Ada', purpose: '', halts: 'Payments', link: '' }
async function write(...selectors: string[]): Promise<void> {
  for (const selector of selectors)
    await invoke(writeNote, responder, { id: randomUUID(), ...CONTENT, selector, owner: selector })
}
const covering = async (of: { device: string } | { selection: string }, context = viewer) =>
  (await invoke(coveringNotes, context, of)).notes.map(({ owner, count, covers }) => [owner, count, covers])
const frozen = async (target: { selector: string } | { ids: string[] }) => ({
  selection: (await invoke(createSelection, responder, target)).selectionId,
})

it('of a device: what covers it, the most specific first', async () => {
  await write('env:prod', 'env:dev', 'role:a env:prod', 'crewai:*:*:*', 'role:b')
  expect(await covering({ device: 'crewai:prod:a:1' })).toEqual([
    ['role:a env:prod', 2, 1],
    ['env:prod', 3, 1],
    ['crewai:*:*:*', 4, 1],
  ])
  expect(await covering({ device: 'crewai:gone:a:1' })).toEqual([])
})

it('of a selection: what covers any of it, with how many', async () => {
  await write('env:prod', 'env:dev', 'role:b', 'role:gone')
  expect(await covering(await frozen({ selector: 'role:a' }))).toEqual([
    ['env:dev', 1, 1],
    ['env:prod', 3, 2],
  ])
  expect(await covering(await frozen({ ids: ['crewai:prod:b:1', 'crewai:prod:a:1'] }))).toEqual([
    ['role:b', 1, 1],
    ['env:prod', 3, 2],
  ])
  expect(await covering(await frozen({ selector: '' }))).toEqual([
    ['env:dev', 1, 1],
    ['role:b', 1, 1],
    ['env:prod', 3, 3],
  ])
})

it('a review says whether the org has notes at all', async () => {
  const review = () => invoke(createSelection, responder, { selector: 'env:prod' })
  expect(await review()).toMatchObject({ hasNotes: false })
  await write('env:dev')
  expect(await review()).toMatchObject({ hasNotes: true })
})

it('of a selection what was frozen counts, not what matches by now', async () => {
  await write('role:a instance:2')
  const selection = await frozen({ selector: 'env:dev' })
  running.org.fleet.apply({
    upserts: [{ deviceId: 'crewai:dev:a:2', status: 'active', createdAt: 1, lastValidatedAt: null } as Device],
    removed: [],
  })
  expect(await covering(selection)).toEqual([])
})

it('a note whose selector has a fault by now is none, and keeps no other from being read', async () => {
  await write('env:prod')
  await write('role:a')
  const broken = { selector: `op:${randomUUID()}` }
  await running.deps.store.db.updateTable('notes').set(broken).where('owner', '=', 'role:a').execute()
  expect(await covering({ device: 'crewai:prod:a:1' })).toEqual([['env:prod', 3, 1]])
  expect(await covering(await frozen({ selector: 'role:a' }))).toEqual([['env:prod', 3, 2]])
})

it('of five who look at the list and at a review of all, one counts each note; a device costs no search', async () => {
  const selectors = Array.from({ length: 12 }, (_, at) => `env:prod instance:${at + 1}`)
  await write(...selectors)
  const selection = await frozen({ selector: '' })
  const { fleet, matchCounts } = running.org
  const { count } = fleet
  let counted = 0
  fleet.count = (...query) => {
    counted++
    return count(...query)
  }
  matchCounts.clear()
  const now = running.deps.clock.now()
  running.deps.clock.now = () => now
  const all = [covering(selection), covering(selection), covering(selection)]
  await Promise.all([...all, invoke(listNotes, viewer, {}), invoke(listNotes, responder, {})])
  expect(counted).toBe(selectors.length)
  fleet.apply({ upserts: [], removed: [] })
  expect(await covering({ device: 'crewai:prod:a:1' })).toHaveLength(1)
  expect(counted).toBe(selectors.length)
})

it('a selection of another org is not there', async () => {
  await expect(covering({ selection: randomUUID() })).rejects.toMatchObject({ code: 'not-found' })
})
