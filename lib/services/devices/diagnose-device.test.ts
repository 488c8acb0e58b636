/** Each cause of a denial, and of work that goes on, made on a real authority and found. */
import { afterEach, expect, it } from 'vitest'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { diagnoseDevice } from './diagnose-device'

const ID = 'crewai:prod:tool:01'
const OTHER = 'crewai:prod:tool:02'

let running: TestConsole
let admin: Context
afterEach(() => running.close())

async function begin(options: Parameters<typeof testConsole>[0] = {}) {
  running = await testConsole({ devices: [ID, OTHER], ...options })
  admin = await running.as('admin', { name: 'Ada' })
}

async function diagnose(id = ID) {
  await running.org.reader.readNow()
  return invoke(diagnoseDevice, await running.as('viewer'), { id })
}
const causes = (checks: { finding: string; read: string }[]) =>
  checks.filter(({ finding }) => finding === 'cause').map(({ read }) => read)
const denials = async (id?: string) => causes((await diagnose(id)).whyDenied)
const works = async (id?: string) => causes((await diagnose(id)).whyRunning)

it('an active device that validates: nothing denies it, and nothing stops it', async () => {
  await begin()
  await running.agent('validate', ID)
  const { isDenied, isRegistered, whyDenied } = await diagnose()
  expect({ isDenied, isRegistered }).toEqual({ isDenied: false, isRegistered: true })
  expect(causes(whyDenied)).toEqual([])
  expect(whyDenied.at(-1)).toMatchObject({ finding: 'unknown', act: { to: 'lookup' } })
  expect(await works()).toEqual(['Nothing stops it: it is not revoked, and the org is not stopped.'])
})

it('one that never validated', async () => {
  await begin()
  expect(await denials()).toEqual([expect.stringMatching(/^No validate under this id ever arrived/)])
  expect(await works()).toContainEqual(expect.stringMatching(/^No validate under this id ever arrived/))
})

it('revoked by a person, by several, elsewhere, and by a fence', async () => {
  await begin()
  await running.agent('validate', ID)
  await running.act(admin, { kind: 'revoke', target: { ids: [ID] }, reason: 'loops' })
  const grace = await running.as('operator', { name: 'Grace' })
  await running.act(grace, { kind: 'revoke', target: { ids: [ID] } })
  expect(await denials()).toEqual([
    expect.stringMatching(/^Ada revoked it .* Reason: “loops”$/),
    expect.stringMatching(/^Grace revoked it /),
  ])
  await running.org.connection.client.revoke(OTHER)
  expect(await denials(OTHER)).toEqual([expect.stringMatching(/not by this console\.$/)])
  const endsAt = new Date(Date.now() + 3_600_000).toISOString()
  await running.act(admin, { kind: 'revoke', target: { selector: 'role:tool' }, fence: { endsAt }, reason: 'loops' })
  expect(await denials()).toContainEqual(
    expect.stringMatching(/^A fence of Ada revoked it .* While that fence is in force, it revokes it again/),
  )
})

it('the org stopped, here and elsewhere', async () => {
  await begin()
  await running.agent('validate', ID)
  const stop = await running.act(admin, { kind: 'disable' })
  const { whyDenied, isDenied } = await diagnose()
  expect(isDenied).toBe(true)
  expect(whyDenied[0]).toMatchObject({
    finding: 'cause',
    read: expect.stringMatching(/^The whole org is stopped since .*, by Ada\./),
    act: { to: 'operation', id: stop.id },
  })
  await running.act(admin, { kind: 'enable', reason: 'over' })
  await running.org.connection.client.orgDisable()
  expect(await denials()).toEqual([expect.stringMatching(/not by this console/)])
})

it('not registered: with one that looks like it, removed by whom, and at the cap', async () => {
  await begin({ deviceLimit: 2 })
  const unknown = await diagnose('crewai:prod:tool:O1')
  expect(unknown.isRegistered).toBe(false)
  expect(causes(unknown.whyDenied)).toEqual([
    expect.stringMatching(/^No device with exactly this id is registered/),
    expect.stringMatching(/^The cap is reached: 2 of 2 devices/),
    expect.stringMatching(/^crewai:prod:tool:01 looks like it and is active/),
  ])
  await running.act(admin, { kind: 'remove', target: { ids: [OTHER] }, typed: OTHER, reason: 'old' })
  expect(await denials(OTHER)).toEqual([expect.stringMatching(/^It was removed by Ada/)])
})

it('restored, and not asked again since its last no', async () => {
  await begin()
  await running.act(admin, { kind: 'revoke', target: { ids: [ID] } })
  expect((await running.agent('validate', ID)).code).toBe('DEVICE_REVOKED')
  await running.act(admin, { kind: 'restore', target: { ids: [ID] } })
  expect(await denials()).toEqual([expect.stringMatching(/denied with DEVICE_REVOKED.* start the agent again\.$/)])
  await running.agent('validate', ID)
  expect(await denials()).toEqual([])
})

it('waiting, denied and still asking, denied and silent, and allowed again', async () => {
  let later = 0
  const now = () => Date.now() + later
  await begin({ authorityNow: now, now })
  for (let turn = 0; turn < 10; turn++) {
    later += 1_000
    await running.agent('validate', ID)
  }
  await running.act(admin, { kind: 'revoke', target: { ids: [ID] } })
  expect(await works()).toEqual([expect.stringMatching(/^It has not asked since the stop: .* usually asks every 1 s/)])
  later += 50_000
  expect(await works()).toEqual([expect.stringMatching(/It is overdue: it has ended, or works without asking\.$/)])
  await running.agent('validate', ID)
  const denied = await diagnose()
  expect(causes(denied.whyRunning)).toEqual([])
  expect(denied.whyRunning).toContainEqual(
    expect.objectContaining({
      finding: 'unknown',
      read: expect.stringMatching(/^It was denied, .* its process may still run/),
    }),
  )
  later += 3_600_000
  const silent = await diagnose()
  expect(causes(silent.whyRunning)).toEqual([])
  expect(silent.whyRunning).toContainEqual(
    expect.objectContaining({ finding: 'fact', read: expect.stringMatching(/It has not asked since/) }),
  )
  await running.org.connection.client.unrevoke(ID)
  await running.agent('validate', ID)
  expect(await works()).toContainEqual(expect.stringMatching(/^It was allowed again, /))
})

it('a revoke that the authority refused is named, and leads to its operation', async () => {
  await begin()
  const gone = 'crewai:prod:gone:01'
  const refused = await running.act(admin, { kind: 'revoke', target: { ids: [gone] } })
  const { whyRunning } = await diagnose(gone)
  expect(whyRunning).toContainEqual(
    expect.objectContaining({ finding: 'cause', act: { to: 'operation', id: refused.id } }),
  )
})

it('validates that are far apart make a stop late', async () => {
  let later = 0
  const now = () => Date.now() + later
  await begin({ authorityNow: now, now })
  for (let turn = 0; turn < 10; turn++) {
    later += 600_000
    await running.agent('validate', ID)
  }
  expect(await works()).toContainEqual(expect.stringMatching(/^Its validates are up to 10 min apart/))
})

it('one denial of an agent whose rhythm is not known: a silence of minutes is no sign that it asks', async () => {
  let later = 0
  const now = () => Date.now() + later
  await begin({ authorityNow: now, now })
  await running.act(admin, { kind: 'revoke', target: { ids: [ID] } })
  await running.agent('validate', ID)
  later += 600_000
  const { whyRunning } = await diagnose()
  expect(whyRunning).toContainEqual(
    expect.objectContaining({ finding: 'fact', read: expect.stringMatching(/It has not asked since/) }),
  )
})
