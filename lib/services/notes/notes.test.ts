/** Notes: who writes them, what is recorded, and what bad input does to them. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Note } from '@/lib/domain/wire/note'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { changeNote, listNotes, removeNote, writeNote } from './notes'

let running: TestConsole
let viewer: Context
let responder: Context
beforeEach(async () => {
  running = await testConsole({ devices: ['crewai:prod:a:1', 'crewai:prod:b:1', 'crewai:dev:a:1'] })
  viewer = await running.as('viewer')
  responder = await running.as('responder')
})
afterEach(() => running.close())

const CONTENT = { selector: 'role:a', owner: 'Ada', purpose: 'Bills', halts: 'Payments', link: 'https://x.example/a' }
const write = (context: Context, note: object = {}): Promise<Note> =>
  invoke(writeNote, context, { id: randomUUID(), ...CONTENT, ...note })
const list = async (context: Context) => (await invoke(listNotes, context, {})).notes
const recorded = async () =>
  (
    await running.deps.store.reads.selectFrom('audit_events').selectAll().where('kind', '=', 'note.changed').execute()
  ).map(({ data }) => JSON.parse(data))

it('a responder writes, changes and removes; each is in the record with before and after', async () => {
  const { id } = await write(responder)
  const change = { note: id, version: 1, ...CONTENT, owner: 'Bob' }
  expect(await invoke(changeNote, responder, change)).toMatchObject({ owner: 'Bob', version: 2, count: 2 })
  await invoke(removeNote, responder, { note: id, version: 2 })
  const bob = { ...CONTENT, owner: 'Bob' }
  expect(await recorded()).toEqual([
    { noteId: id, before: null, after: CONTENT },
    { noteId: id, before: CONTENT, after: bob },
    { noteId: id, before: bob, after: null },
  ])
  await expect(invoke(removeNote, responder, { note: id, version: 2 })).rejects.toMatchObject({ code: 'not-found' })
})

it('says who wrote it and when, then who changed it', async () => {
  const { id, changed } = await write(responder)
  expect(changed).toEqual({ by: { id: responder.actor.userId, name: responder.actor.name }, at: expect.any(String) })
  const operator = await running.as('operator')
  await invoke(changeNote, operator, { note: id, version: 1, ...CONTENT, owner: 'Bob' })
  expect((await list(viewer))[0]?.changed?.by).toEqual({ id: operator.actor.userId, name: operator.actor.name })
  // The same press once more is no change.
  await write(responder, { id, owner: 'Bob' })
  expect((await list(viewer))[0]?.changed?.by.id).toBe(operator.actor.userId)
  await running.deps.store.db.updateTable('notes').set({ changed_at: null, changed_by_name: null }).execute()
  expect((await list(viewer))[0]?.changed).toBeNull()
})

it('a viewer reads and changes nothing', async () => {
  const { id } = await write(responder)
  expect(await list(viewer)).toMatchObject([{ id, owner: 'Ada' }])
  await expect(write(viewer)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(invoke(changeNote, viewer, { note: id, version: 1, ...CONTENT })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(invoke(removeNote, viewer, { note: id, version: 1 })).rejects.toMatchObject({ code: 'forbidden' })
})

it('the most specific first; what matches no device any more stays and says so', async () => {
  for (const selector of ['role:gone', 'env:prod,dev', 'role:b']) await write(responder, { selector })
  expect((await list(viewer)).map(({ selector, count }) => [selector, count])).toEqual([
    ['role:b', 1],
    ['env:prod,dev', 3],
    ['role:gone', 0],
  ])
})

it('of two who change one note the second is shown what it reads now', async () => {
  const { id } = await write(responder)
  const change = (owner: string) => invoke(changeNote, responder, { note: id, version: 1, ...CONTENT, owner })
  await change('First')
  await expect(change('Second')).rejects.toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining('owner “First”'),
  })
  expect(await list(viewer)).toMatchObject([{ owner: 'First', version: 2 }])
})

it('the same press twice is one note; another note with its id is refused', async () => {
  const id = randomUUID()
  await write(responder, { id })
  await write(responder, { id })
  expect(await recorded()).toHaveLength(1)
  await expect(write(responder, { id, owner: 'Other' })).rejects.toMatchObject({ code: 'conflict' })
})

it('a link in the store that would not be taken is not handed out', async () => {
  await write(responder)
  await running.deps.store.db.updateTable('notes').set({ link: 'javascript:alert(1)' }).execute()
  expect(await list(viewer)).toMatchObject([{ link: '' }])
})

it('500 notes are listed, one more is refused', async () => {
  const { id: orgId } = await running.deps.store.reads.selectFrom('orgs').select('id').executeTakeFirstOrThrow()
  const rows = Array.from({ length: 500 }, () => ({
    ...CONTENT,
    id: randomUUID(),
    org_id: orgId,
    version: 1,
    created_at: 1,
    changed_at: null,
    changed_by: null,
    changed_by_name: null,
  }))
  for (const row of rows) await running.deps.store.db.insertInto('notes').values(row).execute()
  expect(await list(viewer)).toHaveLength(500)
  await expect(write(responder)).rejects.toMatchObject({ code: 'conflict' })
})

describe('bad input', () => {
  it.each([
    ['nothing written', { owner: ' ', purpose: '', halts: '', link: '' }],
    ['the whole fleet', { selector: ' ' }],
    ['a selector of 1 MB', { selector: 'a'.repeat(1_000_000) }],
    ['YAML of 1 MB', { halts: '- a: &x [*x]\n'.repeat(77_000) }],
    ['an owner that is too long', { owner: 'x'.repeat(121) }],
    ['a control character', { purpose: 'a\u0000b' }],
    ['a text that turns the line around', { owner: 'Ada\u202e' }],
    ['a script for a link', { link: 'javascript:alert(1)' }],
    ['a link with credentials', { link: 'https://a:b@x.example/' }],
  ])('%s is refused, and nothing is kept', async (_, note) => {
    await expect(write(responder, note)).rejects.toMatchObject({ code: 'invalid-input' })
    expect([await list(viewer), await recorded()]).toEqual([[], []])
  })

  it('points at the character of a selector', async () => {
    await expect(write(responder, { selector: 'env:prod role:"x' })).rejects.toMatchObject({
      issues: [{ path: 'selector', position: expect.any(Number) }],
    })
  })

  it('text of the other direction and joined emoji are kept as they are', async () => {
    expect(await write(responder, { owner: 'فريق 👩‍🚒' })).toMatchObject({ owner: 'فريق 👩‍🚒' })
  })
})
