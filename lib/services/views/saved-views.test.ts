/** Saved views: who sees and changes them, what is recorded, and what bad input does to them. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SavedView } from '@/lib/domain/wire/saved-view'
import { byTerminal } from '@/lib/services/access/by'
import { removeUser } from '@/lib/services/access/offboarding'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { changeView, listSavedViews, removeView, saveView } from './saved-views'

let running: TestConsole
let viewer: Context
let responder: Context
beforeEach(async () => {
  running = await testConsole({ devices: ['crewai:prod:a:1', 'crewai:prod:b:1', 'crewai:dev:a:1'] })
  viewer = await running.as('viewer')
  responder = await running.as('responder')
})
afterEach(() => running.close())

const save = (context: Context, view: object): Promise<SavedView> =>
  invoke(saveView, context, { id: randomUUID(), name: 'Mine', selector: 'env:prod', shared: false, ...view })
const names = async (context: Context) => (await invoke(listSavedViews, context, {})).views.map(({ name }) => name)
const recorded = async () =>
  (
    await running.deps.store.reads.selectFrom('audit_events').selectAll().where('kind', '=', 'view.changed').execute()
  ).map(({ data }) => JSON.parse(data))

it('a personal view is seen by its owner alone, counted, and no matter of the record', async () => {
  expect(await save(viewer, {})).toMatchObject({ name: 'Mine', shared: false, mayChange: true, count: 2, fault: null })
  expect([await names(viewer), await names(responder)]).toEqual([['Mine'], []])
  expect(await recorded()).toEqual([])
})

it('a viewer keeps views and shares none; what is shared, all see and a responder may change', async () => {
  await expect(save(viewer, { shared: true })).rejects.toMatchObject({ code: 'forbidden' })
  const shared = await save(responder, { name: 'All of prod', shared: true })
  const [seen] = (await invoke(listSavedViews, viewer, {})).views
  expect(seen).toMatchObject({ name: 'All of prod', mayChange: false })
  const change = { view: shared.id, version: 1, name: 'Prod', selector: 'env:dev', shared: true }
  await expect(invoke(changeView, viewer, change)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await invoke(changeView, responder, change)).toMatchObject({ name: 'Prod', version: 2, count: 1 })
  await invoke(removeView, responder, { view: shared.id, version: 2 })
  expect(await recorded()).toEqual([
    { viewId: shared.id, before: null, after: { name: 'All of prod', selector: 'env:prod' } },
    {
      viewId: shared.id,
      before: { name: 'All of prod', selector: 'env:prod' },
      after: { name: 'Prod', selector: 'env:dev' },
    },
    { viewId: shared.id, before: { name: 'Prod', selector: 'env:dev' }, after: null },
  ])
})

it('the personal view of another person is not there, whatever is done to it', async () => {
  const { id } = await save(viewer, {})
  const admin = await running.as('admin')
  const change = { view: id, version: 1, name: 'x', selector: 'env:dev', shared: false }
  await expect(invoke(changeView, admin, change)).rejects.toMatchObject({ code: 'not-found' })
  await expect(invoke(removeView, admin, { view: id, version: 1 })).rejects.toMatchObject({ code: 'not-found' })
  expect(await names(viewer)).toEqual(['Mine'])
})

it('of two who change one view at once the second is shown what the first did', async () => {
  const { id } = await save(responder, { shared: true })
  const change = (name: string) =>
    invoke(changeView, responder, { view: id, version: 1, name, selector: 'env:prod', shared: true })
  await change('First')
  await expect(change('Second')).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining('“First”') })
  expect(await names(responder)).toEqual(['First'])
})

it('the same press twice is one view; another view with its id is refused', async () => {
  const view = { id: randomUUID() }
  await save(viewer, view)
  await save(viewer, view)
  expect(await names(viewer)).toEqual(['Mine'])
  await expect(save(viewer, { ...view, name: 'Other' })).rejects.toMatchObject({ code: 'conflict' })
})

describe('bad input', () => {
  it.each([
    ['no name', { name: ' \u200b' }],
    ['a name that is too long', { name: 'x'.repeat(61) }],
    ['a name with what is not seen', { name: 'Pr\u200bod' }],
    ['a name that turns the text around', { name: 'Prod\u202e' }],
    ['a name of 200 characters of the other direction', { name: 'ع'.repeat(200) }],
    ['a selector that does not parse', { selector: 'env:"prod' }],
    ['the whole fleet', { selector: '  ' }],
    ['a selector of 1 MB', { selector: 'a'.repeat(1_000_000) }],
  ])('%s is refused in words', async (_, view) => {
    await expect(save(viewer, view)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await names(viewer)).toEqual([])
  })

  it('points at the character of a selector', async () => {
    await expect(save(viewer, { selector: 'env:prod role:"x' })).rejects.toMatchObject({
      issues: [{ path: 'selector', position: expect.any(Number) }],
    })
  })

  it('a name is composed, and of two that differ in case alone there is one', async () => {
    expect((await save(viewer, { name: 'Cafe\u0301' })).name).toBe('Café')
    await expect(save(viewer, { name: 'CAFÉ' })).rejects.toMatchObject({ code: 'conflict' })
    await save(responder, { name: 'café', shared: true })
    expect(await names(viewer)).toEqual(['Café', 'café'])
  })

  it('no more than twenty of one’s own', async () => {
    for (let index = 0; index < 20; index += 1) await save(viewer, { name: `view ${index}` })
    await expect(save(viewer, { name: 'one more' })).rejects.toMatchObject({ code: 'conflict' })
    await save(responder, { name: 'another person' })
  })
})

it('a view whose selector has lost its meaning says so and counts nothing', async () => {
  await save(viewer, {})
  // As it is once the pattern of the ids was changed.
  await running.deps.store.db.updateTable('saved_views').set({ selector: 'environ:prod' }).execute()
  const [view] = (await invoke(listSavedViews, viewer, {})).views
  expect(view).toMatchObject({ count: null, fault: expect.stringContaining('environ') })
})

it('the personal views of a person who is removed go, what was shared stays', async () => {
  await save(responder, { name: 'personal' })
  await save(responder, { name: 'shared', shared: true })
  await removeUser(running.deps.store.db, { email: responder.actor.email }, byTerminal(running.deps.clock.now()))
  const rows = await running.deps.store.reads.selectFrom('saved_views').select('name').execute()
  expect(rows).toEqual([{ name: 'shared' }])
})
