/** What looks like a device of a review and is left out is said before the act, and added only when asked for. */
import { afterEach, describe, expect, it } from 'vitest'
import { getDevice, listDevices } from '@/lib/services/devices/device-services'
import { findOperationItems } from '@/lib/services/operations/find-items'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { type TestConsole, testConsole } from '../console/test-console'

let running: TestConsole
afterEach(() => running.close())

const PLAIN = 'crewai:prod:tool:01'
const CASE = 'crewai:prod:Tool:01'
const HIDDEN = 'crewai:prod:to\u200bol:01'
const CYRILLIC = 'crewai:prod:tооl:01'
const LETTER = 'crewai:prod:tool:O1'
const OTHER = 'crewai:prod:planner:01'
const ALL = [PLAIN, CASE, HIDDEN, CYRILLIC, LETTER, OTHER]

const list = async (q: string) => {
  const { rows } = await invoke(listDevices, await running.as('viewer'), { q })
  return rows
}

describe('in lists', () => {
  it('each of them is marked, and found by its shape', async () => {
    running = await testConsole({ devices: ALL })
    const marked = (await list('')).filter(({ lookalike }) => lookalike).map(({ deviceId }) => deviceId)
    expect(new Set(marked)).toEqual(new Set(ALL.slice(0, 5)))
    expect((await list('shape:lookalike')).map(({ deviceId }) => deviceId)).toEqual(marked)
    expect((await list('-shape:lookalike')).map(({ deviceId }) => deviceId)).toEqual([OTHER])
    expect(await list('shape:other,lookalike')).toHaveLength(5)
    const { lookalikes } = await invoke(getDevice, await running.as('viewer'), { id: PLAIN })
    expect(lookalikes).toMatchObject({ active: 4, revoked: 0, unknown: 0 })
    expect(new Set(lookalikes.named.map(({ id }) => id))).toEqual(new Set([CASE, HIDDEN, CYRILLIC, LETTER]))
  })

  it('a mark goes with the last one that looked like it', async () => {
    running = await testConsole({ devices: [PLAIN, CASE, OTHER] })
    expect(await list('shape:lookalike')).toHaveLength(2)
    await running.org.connection.client.remove(CASE)
    await running.org.reader.readNow()
    expect(await list('shape:lookalike')).toEqual([])
    expect((await list('')).some(({ lookalike }) => lookalike)).toBe(false)
  })

  it('a fence cannot be of a shape that changes with the fleet', async () => {
    running = await testConsole({ devices: ALL })
    const act = {
      kind: 'revoke',
      target: { selector: 'shape:lookalike' },
      reason: 'x',
      fence: { endsAt: new Date(Date.now() + 3_600_000).toISOString() },
    } as const
    await expect(running.start(await running.as('operator'), act)).rejects.toThrow(/fence/)
  })
})

describe('in a review', () => {
  it('one looks like this one and stays active, until it is added', async () => {
    running = await testConsole({ devices: [PLAIN, LETTER, OTHER] })
    const responder = await running.as('responder')
    const review = await invoke(createSelection, responder, { ids: [PLAIN] })
    expect(review.lookalikes).toEqual({
      active: 1,
      revoked: 0,
      unknown: 0,
      named: [{ id: LETTER, like: PLAIN, status: 'active' }],
    })
    const wider = await invoke(createSelection, responder, { withLookalikes: review.selectionId })
    expect(wider).toMatchObject({ count: 2, active: 2, lookalikes: { active: 0, named: [] } })
    const { selectionId, digest } = wider
    const done = await running.act(responder, { kind: 'revoke', target: { selectionId, digest } })
    expect(done).toMatchObject({ total: 2, outcomes: { done: 2 } })
    const items = await invoke(findOperationItems, responder, { operation: done.id })
    expect(new Set(items.lookalikes)).toEqual(new Set([PLAIN, LETTER]))
    expect((await list('status:active')).map(({ deviceId }) => deviceId)).toEqual([OTHER])
  })

  it('what was reviewed first is acted on as it was: seeing adds nothing', async () => {
    running = await testConsole({ devices: ALL })
    const responder = await running.as('responder')
    const { selectionId, digest, lookalikes } = await invoke(createSelection, responder, { ids: [CASE] })
    expect(lookalikes.active).toBe(4)
    const done = await running.act(responder, { kind: 'revoke', target: { selectionId, digest } })
    expect(done).toMatchObject({ total: 1 })
    expect((await list('status:revoked')).map(({ deviceId }) => deviceId)).toEqual([CASE])
  })

  it('of a selector counts those alone that it leaves out, and adds no revoked one', async () => {
    running = await testConsole({ devices: ALL })
    const responder = await running.as('responder')
    await running.act(responder, { kind: 'revoke', target: { ids: [CYRILLIC] } })
    const review = await invoke(createSelection, responder, { selector: `id:"${PLAIN}","${LETTER}","${OTHER}"` })
    expect(review.lookalikes).toMatchObject({ active: 2, revoked: 1 })
    expect(review.lookalikes.named.at(-1)).toMatchObject({ id: CYRILLIC, status: 'revoked' })
    const wider = await invoke(createSelection, responder, { withLookalikes: review.selectionId })
    expect(wider).toMatchObject({ count: 5, active: 5, selector: review.selector })
    const whole = await invoke(createSelection, responder, { selector: '' })
    expect(whole.lookalikes).toEqual({ active: 0, revoked: 0, unknown: 0, named: [] })
  })

  it('of an id that is not there names the one that is', async () => {
    running = await testConsole({ devices: [PLAIN] })
    const review = await invoke(createSelection, await running.as('responder'), { ids: [LETTER] })
    expect(review.lookalikes.named).toEqual([{ id: PLAIN, like: LETTER, status: 'active' }])
  })

  it('of thousands that all look alike takes its time', async () => {
    running = await testConsole({ devices: [PLAIN] })
    const ids = Array.from(
      { length: 8_000 },
      (_, at) => `AI${[...at.toString(2)].map((bit) => '\u200b\u200c'[Number(bit)]).join('')}`,
    )
    running.org.fleet.apply({ upserts: ids.map((deviceId) => ({ deviceId, status: 'active' })), removed: [] })
    const startedAt = performance.now()
    const review = await invoke(createSelection, await running.as('responder'), { ids: ids.slice(0, 7_000) })
    expect(review.lookalikes).toMatchObject({ active: 1_000 })
    expect(review.lookalikes.named).toHaveLength(5)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })
})
