/** Whatever starts agents again asks for a reason and a recent sign-in, by what can start: command × session × number × holder. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SignInTooOld } from '@/lib/domain/errors'
import { listItems } from '@/lib/store/operation-items'
import { insertOrg } from '@/lib/store/orgs'
import { type TestConsole, testConsole } from '../console/test-console'
import { FRICTION_COMMANDS } from './friction-commands'
import { freshDevices } from './friction-stage'
import { playFriction } from './run-friction-scenarios'

let running: TestConsole
beforeEach(async () => {
  running = await testConsole()
})
afterEach(() => running.close())

it.each(FRICTION_COMMANDS.map((command) => [command.name, command] as const))(
  'asks by the rule: %s',
  async (_, command) => {
    const { played, ...faults } = await playFriction(running, [command])
    expect(played).toBeGreaterThan(0)
    expect(faults).toEqual({ bypasses: [], overAsked: [] })
  },
)

it.each(['restore', 'release of device keys'])(
  'finds the mutant that counts clicks instead of devices: %s',
  async (of) => {
    const restore = FRICTION_COMMANDS.filter(({ name }) => name === of)
    running.rowsAreChanged()
    const forget = () => running.deps.store.db.updateTable('audit_events').set({ at: 0 }).execute()
    const { bypasses } = await playFriction(running, restore, forget)
    expect(bypasses.filter((name) => name.includes('second (own)'))).not.toEqual([])
  },
)

it('lets one of many restores sent side by side through without more', async () => {
  const person = await running.as('operator', { signedInMsAgo: 3_600_000 })
  const devices = await freshDevices(running, 20)
  await running.act(person, { kind: 'revoke', target: { ids: devices } })
  const sent = devices.map((id) => running.start(person, { kind: 'restore', target: { ids: [id] } }))
  const answers = await Promise.allSettled(sent)
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('counts over all orgs, and no longer than ten minutes', async () => {
  const person = await running.as('operator', { signedInMsAgo: 3_600_000 })
  const [a, b] = (await freshDevices(running, 2)) as [string, string]
  await running.act(person, { kind: 'revoke', target: { ids: [a, b] } })
  await running.act(person, { kind: 'restore', target: { ids: [a] } })
  const restoreB = () => running.act(person, { kind: 'restore', target: { ids: [b] } })
  await expect(restoreB()).rejects.toMatchObject({ code: 'invalid-input', issues: [{ path: 'reason' }] })
  const withReason = running.act(person, { kind: 'restore', target: { ids: [b] }, reason: 'fixed' })
  await expect(withReason).rejects.toBeInstanceOf(SignInTooOld)
  // The same act in another org, whose devices have the same names, is another start.
  const { db } = running.deps.store
  running.rowsAreChanged()
  const { id: _, ...org } = running.org.row
  await insertOrg(db, { ...org, id: 'another', slug: 'another' })
  await db.updateTable('operations').set({ org_id: 'another' }).where('kind', '=', 'restore').execute()
  await expect(running.act(person, { kind: 'restore', target: { ids: [a] } })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  const now = running.deps.clock.now()
  vi.spyOn(running.deps.clock, 'now').mockReturnValue(now + 10 * 60_000 + 1_000)
  expect((await restoreB()).outcomes.done).toBe(1)
  vi.restoreAllMocks()
})

it('never asks a stop for anything', async () => {
  const person = await running.as('responder', { signedInMsAgo: 86_400_000 })
  const devices = await freshDevices(running, 3)
  for (const id of devices) await running.act(person, { kind: 'revoke', target: { ids: [id] } })
  expect((await running.act(person, { kind: 'disable' })).stop?.status).toBe('accepted')
})

it('registers nothing that a stop holds, and says whose it is', async () => {
  const ben = await running.as('operator', { name: 'Ben' })
  const ana = await running.as('operator', { name: 'Ana' })
  const [device] = (await freshDevices(running, 1)) as [string]
  await running.act(ben, { kind: 'revoke', target: { ids: [device] } })
  const { id, outcomes } = await running.act(ana, { kind: 'register', target: { ids: [device] }, reason: 'again' })
  expect(outcomes.refused).toBe(1)
  const [item] = await listItems(running.deps.store.reads, id)
  expect(item).toMatchObject({ code: 'held', message: expect.stringContaining('Ben') })
})
