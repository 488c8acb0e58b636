/** What one console does is known to another one on the same database, within a moment. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { applyChanges } from '@/lib/background/apply-changes'
import { type FollowedChanges, followChanges } from '@/lib/replicas/follow-changes'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'
import { type SecondConsole, secondConsole } from '../console/second-console'
import { type TestConsole, testConsole } from '../console/test-console'
import { type TestLocation, testLocation } from '../store/test-store'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const [DEVICE] = DEVICES as [string]
/** No look without a signal comes in time to be the one that is seen. */
const NEVER_MS = 3_600_000

let at: TestLocation
let first: TestConsole
let second: SecondConsole
let following: FollowedChanges

beforeEach(async () => {
  at = await testLocation()
  first = await testConsole({ devices: DEVICES, database: at.location })
  second = await secondConsole(first, at.location)
  const { deps } = second
  const { store, log } = deps
  following = followChanges({ store, log, onChange: (changes) => applyChanges(deps, changes), lookEveryMs: NEVER_MS })
  await following.look()
})
afterEach(async () => {
  following.stop()
  await second.close()
  await first.close()
  await at.drop()
})

const seenBySecond = async () => {
  const context = { ...(await first.as('viewer')), deps: second.deps }
  return (await invoke(getOrgState, context, {})).orgStop
}

it('a stop of the org is watched and shown there, and no more once it is lifted', async () => {
  const operator = await first.as('operator')
  const stop = await first.start(operator, { kind: 'disable' })
  await expect.poll(() => second.org.stops.isWatched(stop.id)).toBe(true)
  expect(await seenBySecond()).toMatchObject({ operationId: stop.id, status: 'accepted' })
  await expect.poll(() => second.org.reading.execution?.execution).toBe('disabled')
  await first.start(operator, { kind: 'enable', reason: 'over' })
  await expect.poll(() => second.org.stops.isWatched(stop.id)).toBe(false)
  expect(await seenBySecond()).toBeNull()
})

it('the devices of a revoke are watched there, and those that are restored no more', async () => {
  const operator = await first.as('operator')
  const stop = await first.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const watched = () => [...(second.org.stops.devicesOf(stop.id)?.keys() ?? [])].sort()
  await expect.poll(watched).toEqual(DEVICES)
  await first.act(operator, { kind: 'restore', target: { ids: [DEVICE] }, reason: 'works again' })
  await expect.poll(watched).toEqual(DEVICES.slice(1))
  await first.act(operator, { kind: 'restore', undoes: stop.id, reason: 'works again' })
  await expect.poll(() => second.org.stops.isWatched(stop.id)).toBe(false)
})

it('is found without a signal as well, by a look now and then', async () => {
  following.stop()
  const { deps } = second
  const { log } = deps
  const store = { ...deps.store, onCommit: () => () => undefined }
  following = followChanges({ store, log, onChange: (changes) => applyChanges(deps, changes), lookEveryMs: 50 })
  await following.look()
  const stop = await first.start(await first.as('operator'), { kind: 'disable' })
  await expect.poll(() => second.org.stops.isWatched(stop.id)).toBe(true)
})
