/** What a review shows before a restore: which holds prevent it, and exactly how many devices will not fit. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { staying } from '@/lib/domain/wire/hold-effect'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { createSelection } from './create-selection'

const NAMES = ['01', '02', '03', '04', '05', '06']
const TOOLS = NAMES.map((name) => `crewai:prod:tool:${name}`)
const PLACES = 6

let running: TestConsole
let operator: Context
beforeEach(async () => {
  running = await testConsole({ devices: TOOLS, deviceLimit: PLACES })
  operator = await running.as('operator')
})
afterEach(() => running.close())

const ids = (from: number, to: number) => ({ ids: TOOLS.slice(from, to) })
const hourOn = () => new Date(Date.now() + 3_600_000).toISOString()
const fence = (selector: string, by = operator) =>
  running.act(by, { kind: 'revoke', target: { selector }, reason: 'x', fence: { endsAt: hourOn() } })

/** Others take so many of the places that the revoked ones left. */
async function othersTake(places: number): Promise<void> {
  for (let at = 0; at < places; at += 1) await running.agent('register', `crewai:dev:other:${at}`)
  await running.org.reader.readNow()
}

it("counts no device that another person's hold keeps stopped anyway", async () => {
  const responder = await running.as('responder')
  await running.act(operator, { kind: 'revoke', target: ids(0, 6) })
  await othersTake(3)
  const review = () => invoke(createSelection, operator, { selector: 'env:prod' })
  // Six are revoked and three places are left.
  expect(await review()).toMatchObject({ revoked: 6, overCap: 3, overCapMost: 3 })
  await running.act(responder, { kind: 'revoke', target: ids(0, 2) })
  // Two stay stopped, unless their hold is named. The mutant that counts the revoked alone returns three.
  expect(await review()).toMatchObject({ revoked: 6, overCap: 1, overCapMost: 3 })
  await fence('instance:03')
  // Three stay stopped, one of them whatever is named; its own fence or not.
  expect(await review()).toMatchObject({ revoked: 6, overCap: 0, overCapMost: 2 })
})

it('of an undo is of what it still holds, and what any other hold keeps takes no place', async () => {
  const revoke = await running.act(operator, { kind: 'revoke', target: ids(0, 6) })
  await running.act(operator, { kind: 'revoke', target: ids(0, 1) })
  await othersTake(3)
  const review = () => invoke(createSelection, operator, { undoes: revoke.id })
  const first = await review()
  expect(first).toMatchObject({ count: 6, selector: null, overCap: 2, overCapMost: 2 })
  expect(first.holds.map((hold) => [hold.devices, hold.operationId === revoke.id])).toEqual([
    [6, true],
    [1, false],
  ])
  const undo = await running.act(operator, { kind: 'restore', undoes: revoke.id, reason: 'x' })
  // Exactly as many as the review said.
  expect(undo.outcomes).toMatchObject({ done: 3, refused: first.overCap, skipped: 1 })
})

it('counts exactly how many stay stopped, by what the restore names', async () => {
  const [ana, ben] = [await running.as('responder'), await running.as('responder')]
  await running.act(operator, { kind: 'revoke', target: ids(0, 6) })
  const one = await running.act(ana, { kind: 'revoke', target: ids(0, 4) })
  const two = await running.act(ben, { kind: 'revoke', target: ids(3, 5) })
  await fence('instance:01')
  const review = await invoke(createSelection, operator, { selector: 'env:prod' })
  // 01 is fenced, 02 and 03 are Ana's, 04 is of both, 05 is Ben's, 06 goes by itself.
  expect(review.stays.always).toBe(1)
  const stay = (...releases: string[]) => staying(review.stays, releases)
  expect([stay(), stay(one.id), stay(two.id), stay(one.id, two.id)]).toEqual([5, 3, 4, 1])
  const target = { selectionId: review.selectionId, digest: review.digest }
  const restore = await running.act(operator, { kind: 'restore', target, releases: [one.id], reason: 'x' })
  // Exactly as many as the review said.
  expect(restore.outcomes).toMatchObject({ done: 3, refused: stay(one.id) })
})

it('of an undo shows that none comes back if others hold each of them', async () => {
  const revoke = await running.act(operator, { kind: 'revoke', target: ids(0, 2) })
  await running.act(await running.as('responder'), { kind: 'revoke', target: ids(0, 2) })
  const { stays, revoked } = await invoke(createSelection, operator, { undoes: revoke.id })
  expect([revoked, staying(stays, [])]).toEqual([2, 2])
})

it('of an undo shows when there is nothing left to take back', async () => {
  const revoke = await running.act(operator, { kind: 'revoke', target: ids(0, 2) })
  await running.act(operator, { kind: 'restore', undoes: revoke.id, reason: 'x' })
  await expect(invoke(createSelection, operator, { undoes: revoke.id })).rejects.toThrow('nothing to take back')
})

it('reports no conflict where the fleet fits, and none without a cap', async () => {
  await running.act(operator, { kind: 'revoke', target: ids(0, 6) })
  await running.org.reader.readNow()
  expect(await invoke(createSelection, operator, { selector: 'env:prod' })).toMatchObject({ overCap: 0 })
  running.org.reading.usage = null
  expect(await invoke(createSelection, operator, { selector: 'env:prod' })).toMatchObject({ overCap: null })
})
