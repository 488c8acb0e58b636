/** A fence and a stop of the whole org that is a revoke of each device: each keeps what it holds when the other goes. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import { liveHolds } from '@/lib/store/holds'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { json } from '../faults/faults'

const RUNNER = 'crewai:prod:runner:01'
const TOOL = 'crewai:prod:tool:01'
const LATER = 'crewai:prod:tool:02'

let behind: ConsoleBehindFaults
let operator: Context
beforeEach(async () => {
  behind = await consoleBehindFaults([RUNNER, TOOL])
  // An authority without a stop of the org.
  behind.faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
  operator = await behind.running.as('operator')
})
afterEach(() => behind.close())

const working = async () => {
  const asked = [RUNNER, TOOL, LATER].map(async (id) => (await behind.running.agent('validate', id)).allowed)
  return Promise.all(asked)
}
const fence = (): Promise<Operation> =>
  behind.running.act(operator, {
    kind: 'revoke',
    target: { selector: 'role:tool' },
    reason: 'runaway tools',
    fence: { endsAt: new Date(Date.now() + 3_600_000).toISOString() },
  })
const stopAll = async (): Promise<Operation> =>
  behind.running.ended((await behind.running.start(operator, { kind: 'disable' })).id)
const resumeAll = () => behind.running.act(operator, { kind: 'enable', reason: 'over' })
const lift = (placed: Operation) =>
  behind.running.act(operator, { kind: 'restore', undoes: placed.id, reason: 'tools are fixed' })

/** Registers a device while a stop is in force, and waits until it is revoked. */
async function comes(deviceId: string): Promise<void> {
  await behind.running.agent('register', deviceId)
  await behind.running.org.reader.readNow()
  await expect.poll(async () => (await behind.running.agent('validate', deviceId)).allowed).toBe(false)
  await behind.running.deps.running.allEnded()
}
const holdersOf = async (id: string) => {
  const { deps, org } = behind.running
  return (await liveHolds(deps.store.db, org.row.id, [id])).map((hold) => hold.kind).sort()
}

it.each([
  ['placed over a stop of the org', [stopAll, fence], ['fallback-stop', 'fence']],
  // What is revoked already is no part of such a stop.
  ['in force when the org is stopped', [fence, stopAll], ['fence']],
])(
  'a fence %s keeps its devices when the org is resumed, and gives them back when it is lifted',
  async (_, acts, held) => {
    await behind.running.agent('register', LATER)
    await behind.running.org.reader.readNow()
    const placed: Operation[] = []
    for (const act of acts) placed.push(await act())
    expect(await working()).toEqual([false, false, false])
    expect(await holdersOf(TOOL)).toEqual(held)
    const resumed = await resumeAll()
    expect(resumed.outcomes).toMatchObject({ done: 1 })
    expect(await working()).toEqual([true, false, false])
    expect(await holdersOf(TOOL)).toEqual(['fence'])
    const [stop] = placed.filter(({ kind }) => kind === 'disable') as [Operation]
    expect((await behind.running.ended(stop.id)).stop?.status).toBe('lifted')
    await lift(placed.find(({ kind }) => kind === 'revoke') as Operation)
    expect(await working()).toEqual([true, true, true])
    expect([await holdersOf(RUNNER), await holdersOf(TOOL)]).toEqual([[], []])
  },
)

it('a fence that is lifted first leaves every device to the stop of the org', async () => {
  await stopAll()
  const placed = await fence()
  await lift(placed)
  expect((await working()).slice(0, 2)).toEqual([false, false])
  expect(await holdersOf(TOOL)).toEqual(['fallback-stop'])
  await resumeAll()
  expect((await working()).slice(0, 2)).toEqual([true, true])
})

it('a device that registers while both are in force stays with the fence', async () => {
  await stopAll()
  const placed = await fence()
  await comes(LATER)
  expect(await holdersOf(LATER)).toContain('fence')
  await resumeAll()
  expect(await working()).toEqual([true, false, false])
  await lift(placed)
  expect(await working()).toEqual([true, true, true])
})
