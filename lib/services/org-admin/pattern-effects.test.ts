/** Which views and notes other parts of ids change: shown to an admin before it is done, and then it is so. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { patternParts } from '@/lib/domain/ids/device-id'
import { matchingIds } from '@/lib/orgs/match-selector'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { writeNote } from '../notes/notes'
import { invoke } from '../service'
import { saveView } from '../views/saved-views'
import { previewIdPattern } from './pattern-effects'

const DEVICES = ['crewai:prod:a:1', 'crewai:prod:b:1', 'crewai:dev:a:1', 'crewai:dev:a:1:extra', 'loose', 'prod:a:1']
const NEXT = '{framework}:{role}:{env}:{instance}'

let running: TestConsole
let admin: Context
let responder: Context
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  admin = await running.as('admin')
  responder = await running.as('responder')
})
afterEach(() => running.close())

const view = (context: Context, name: string, selector: string, shared = true) =>
  invoke(saveView, context, { id: randomUUID(), name, selector, shared })
const note = (selector: string, owner = 'Ada') =>
  invoke(writeNote, responder, { id: randomUUID(), selector, owner, purpose: '', halts: 'Bills', link: '' })
const preview = (idPattern: string) => invoke(previewIdPattern, admin, { idPattern })
const named = async (idPattern: string) =>
  (await preview(idPattern)).effects.map(({ kind, name, selector, change }) => [kind, name, selector, change])

it('names what picks other devices, by how many, and leaves out what does not', async () => {
  await view(responder, 'Production', 'env:prod')
  await view(responder, 'Crew', 'framework:crewai')
  await view(responder, 'By word', 'prod')
  await note('role:a')
  await note('id:loose', 'Bob')
  expect(await named(NEXT)).toEqual([
    ['view', 'Production', 'env:prod', { before: 2, after: 0, both: 0 }],
    ['note', 'Ada', 'role:a', { before: 2, after: 0, both: 0 }],
  ])
})

it('names what cannot be read any more, with why', async () => {
  await view(responder, 'Production', 'env:prod')
  expect(await named('{framework}:{stage}:{role}:{instance}')).toEqual([
    ['view', 'Production', 'env:prod', { fault: expect.stringContaining('env') }],
  ])
})

it('names what cannot be read now and picks devices again', async () => {
  await view(responder, 'Production', 'env:prod')
  running.org.parts = patternParts('{framework}:{stage}:{role}:{instance}')
  running.org.fleet.setParts(running.org.parts)
  expect(await named('{framework}:{env}:{role}:{instance}')).toEqual([
    ['view', 'Production', 'env:prod', { before: 0, after: 2, both: 0 }],
  ])
})

it('counts the views that others keep alone, and names only those of the admin', async () => {
  await view(responder, 'Mine alone', 'env:prod', false)
  await view(admin, 'Own', 'env:prod', false)
  expect(await preview(NEXT)).toMatchObject({ effects: [{ name: 'Own' }], hiddenViews: 1 })
})

it('claims nothing of devices that were never read', async () => {
  await view(responder, 'Production', 'env:prod')
  running.org.reading.readAt = null
  expect(await named(NEXT)).toEqual([['view', 'Production', 'env:prod', { compared: false }]])
})

it('is for admins, and of a pattern that is one', async () => {
  await expect(invoke(previewIdPattern, responder, { idPattern: NEXT })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(preview('env:role')).rejects.toMatchObject({ code: 'invalid-input' })
})

it('foretells exactly what is picked once the parts are changed', async () => {
  const selectors = [
    'env:prod',
    '-env:prod',
    'env:prod,dev role:a',
    'shape:other',
    '-shape:other',
    'shape:other,lookalike',
    'shape:lookalike',
    'role:a -loose',
    'crewai:*:a:*',
    'a',
  ]
  for (const selector of selectors) await view(responder, selector, selector)
  const pick = (selector: string) =>
    matchingIds(running.deps.store.reads, running.org, selector, running.deps.clock.now())
  for (const next of [NEXT, '{env}:{role}:{instance}', '{a}:{env}:{role}:{instance}:{more}', '{env}:{role}']) {
    const shown = new Map((await preview(next)).effects.map(({ selector, change }) => [selector, change]))
    const { parts } = running.org
    const before = new Map<string, string[]>()
    for (const selector of selectors) before.set(selector, await pick(selector))
    running.org.parts = patternParts(next)
    running.org.fleet.setParts(running.org.parts)
    for (const selector of selectors) {
      const was = before.get(selector) ?? []
      const is = await pick(selector).catch(() => null)
      const both = is?.filter((id) => was.includes(id)).length
      const isSame = is !== null && both === was.length && both === is.length
      if (is === null) expect(shown.get(selector), selector).toMatchObject({ fault: expect.any(String) })
      else if (isSame) expect(shown.has(selector), selector).toBe(false)
      else expect(shown.get(selector), selector).toEqual({ before: was.length, after: is.length, both })
    }
    running.org.parts = parts
    running.org.fleet.setParts(parts)
  }
})
