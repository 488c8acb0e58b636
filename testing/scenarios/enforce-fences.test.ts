import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { readSelector, readStoredSelector } from '@/lib/orgs/match-selector'
import type { Context } from '@/lib/services/context'
import { listFences } from '@/lib/services/fences/fence-services'
import { getOperation, listOperations } from '@/lib/services/operations/operation-services'
import { startOperation } from '@/lib/services/operations/start-operation'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { endStop } from '@/lib/services/stops/end-stop'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHolds } from '@/lib/store/holds'
import { type TestConsole, testConsole } from '../console/test-console'

const RUNNER = 'crewai:prod:runner:01'
const TOOL = 'crewai:prod:tool-runner:01'
const LATER = 'crewai:prod:tool-runner:02'

let running: TestConsole
let operator: Context
beforeEach(async () => {
  running = await testConsole({ devices: [RUNNER, TOOL] })
  operator = await running.as('operator')
})
afterEach(() => running.close())

const inAnHour = () => new Date(running.deps.clock.now() + 3_600_000).toISOString()
/** Two hours pass; the operator signs in again. */
async function afterTwoHours(): Promise<void> {
  running.deps.clock.now = () => Date.now() + 7_200_000
  operator = await running.as('operator')
}
const allowed = async (id: string) => (await running.agent('validate', id)).allowed
const read = () => running.org.reader.readNow()
const holdsOf = (id: string) => liveHolds(running.deps.store.db, running.org.row.id, [id])
const kindsOf = async (operationId: string) =>
  (await listEvents(running.deps.store.db, { orgIds: [running.org.row.id], operationId, limit: 50 })).map((e) => e.kind)

async function place(
  selector: string,
  fence: Record<string, string> = { endsAt: inAnHour() },
  by = operator,
): Promise<Operation> {
  const { selectionId, digest } = await invoke(createSelection, by, { selector })
  const act = { kind: 'revoke', target: { selectionId, digest }, reason: 'runaway tools', fence } as const
  return running.ended((await running.start(by, act)).id)
}

const placeUnseen = async (selector: string): Promise<Operation> => {
  const act = { kind: 'revoke', target: { selector }, reason: 'not yet', fence: { endsAt: inAnHour() } } as const
  return running.ended((await running.start(operator, act)).id)
}

/** A device that comes later, read once. */
async function comes(id: string): Promise<void> {
  await running.agent('register', id)
  await read()
}

describe('a fence', () => {
  it('revokes what matches now and whatever comes later, and nothing else', async () => {
    const fence = await place('env:prod role:tool-*', { endsAt: inAnHour() }, await running.as('responder'))
    expect(await allowed(TOOL)).toBe(false)
    await comes(LATER)
    await expect.poll(() => allowed(LATER)).toBe(false)
    expect(await allowed(RUNNER)).toBe(true)
    expect((await running.ended(fence.id)).acceptedAt).toBe(fence.acceptedAt)
    expect((await holdsOf(LATER)).map((hold) => [hold.kind, hold.operation_id])).toEqual([['fence', fence.id]])
    expect(await kindsOf(fence.id)).toContain('fence.caught')
  })

  it('whose selector would be refused today goes on as it was, and holds up no other stop', async () => {
    await comes('langgraph:prod:runner:01')
    await place('langgraph:**')
    const other = await placeUnseen('role:planner')
    await running.org.connection.client.remove('langgraph:prod:runner:01')
    await read()
    // Nothing begins with it any more: the box says so. A fence stays in force all the same.
    expect(() => readSelector(running.org, 'langgraph:**')).toThrow('neither a term nor')
    await comes('crewai:prod:planner:07')
    await expect.poll(() => allowed('crewai:prod:planner:07')).toBe(false)
    await comes('langgraph:prod:runner:02')
    await expect.poll(() => allowed('langgraph:prod:runner:02')).toBe(false)
    expect(await kindsOf(other.id)).toContain('fence.caught')
    // The grammar got stricter since these were placed; the mutant that reads them by it throws.
    for (const text of ['-env:dev，x', 'say“hi”', 'a|b', 'x or y']) {
      expect(() => readSelector(running.org, text)).toThrow('selector:')
      expect(readStoredSelector(running.org, text).length).toBeGreaterThan(0)
    }
  })

  it('is in force while nothing matches yet', async () => {
    const act = {
      kind: 'revoke',
      target: { selector: 'role:planner' },
      reason: 'not yet',
      fence: { remindAt: inAnHour() },
    } as const
    const fence = await running.ended((await running.start(operator, act)).id)
    expect(fence.stop?.status).toBe('accepted')
    await comes('crewai:prod:planner:01')
    await expect.poll(() => allowed('crewai:prod:planner:01')).toBe(false)
  })

  it('revokes again what a person restored, as often as that happens', async () => {
    const fence = await place('role:tool-*')
    for (let round = 0; round < 2; round += 1) {
      await running.org.connection.client.unrevoke(TOOL)
      await read()
      await expect.poll(() => allowed(TOOL)).toBe(false)
      await running.ended(fence.id)
    }
    expect((await kindsOf(fence.id)).filter((kind) => kind === 'fence.caught')).toHaveLength(2)
  })

  it('is not restored through, and the refusal names whose fence it is', async () => {
    await place('role:tool-*')
    const restore = await running.act(operator, { kind: 'restore', target: { ids: [TOOL] }, reason: 'fixed' })
    expect(restore.outcomes).toMatchObject({ refused: 1 })
    expect(await allowed(TOOL)).toBe(false)
  })

  it('gives back exactly what it held when it is lifted, and revokes no new devices', async () => {
    const fence = await place('role:tool-*')
    await comes(LATER)
    await expect.poll(() => allowed(LATER)).toBe(false)
    await running.ended(fence.id)
    await running.act(await running.as('operator'), { kind: 'revoke', target: { ids: [LATER] } })
    await expect(running.start(operator, { kind: 'restore', undoes: fence.id })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    const lifted = await running.act(operator, { kind: 'restore', undoes: fence.id, reason: 'fixed' })
    expect(lifted.outcomes).toMatchObject({ done: 1, skipped: 1 })
    expect([await allowed(TOOL), await allowed(LATER)]).toEqual([true, false])
    await comes('crewai:prod:tool-runner:03')
    await read()
    expect(await allowed('crewai:prod:tool-runner:03')).toBe(true)
    expect((await invoke(listFences, operator, {})).fences).toEqual([])
  })

  it('stops catching at its end, and when its stop is closed; what it revoked stays revoked', async () => {
    const fence = await place('role:tool-*')
    await read()
    expect(await kindsOf(fence.id)).not.toContain('fence.ended')
    await afterTwoHours()
    await expect
      .poll(async () => {
        await read()
        return (await kindsOf(fence.id)).includes('fence.ended')
      })
      .toBe(true)
    await comes(LATER)
    await read()
    expect([await allowed(TOOL), await allowed(LATER)]).toEqual([false, true])
    const other = await place('role:runner')
    await invoke(endStop, operator, { operation: other.id, reason: 'over' })
    expect((await invoke(listFences, operator, {})).fences.every((each) => each.endedAt !== null)).toBe(true)
  })

  it('reminds once', async () => {
    const fence = await place('role:tool-*', { remindAt: inAnHour() })
    await read()
    expect(await kindsOf(fence.id)).not.toContain('fence.due')
    await afterTwoHours()
    await expect
      .poll(async () => {
        await read()
        return (await kindsOf(fence.id)).filter((kind) => kind === 'fence.due').length
      })
      .toBe(1)
    await read()
    expect((await kindsOf(fence.id)).filter((kind) => kind === 'fence.due')).toHaveLength(1)
    expect((await invoke(listFences, operator, {})).fences).toMatchObject([
      { operationId: fence.id, isDue: true, devices: 1 },
    ])
  })
})

describe('what screens show of fences', () => {
  const operationOf = async (id: string) => (await invoke(getOperation, operator, { operation: id })).operation
  const fences = async () => (await invoke(listFences, operator, {})).fences
  const state = async () => {
    const { fences } = await invoke(getOrgState, operator, {})
    return { inForce: fences?.standing, due: fences?.due }
  }

  it('an operation says that it is one, and another that it lifts one', async () => {
    expect(await state()).toEqual({ inForce: 0, due: null })
    const fence = await place('role:tool-*')
    expect(fence.fence).toMatchObject({ remindAt: null, endedAt: null, liftedAt: null })
    expect(await state()).toEqual({ inForce: 1, due: null })
    const once = await running.act(operator, { kind: 'revoke', target: { ids: [RUNNER] } })
    expect([once.fence, once.liftsFence]).toEqual([null, false])
    const lift = await running.act(operator, { kind: 'restore', undoes: fence.id, reason: 'fixed' })
    expect([lift.fence, lift.liftsFence]).toEqual([null, true])
    expect((await operationOf(fence.id)).fence?.liftedAt).not.toBeNull()
    const { operations } = await invoke(listOperations, operator, {})
    expect(operations.map((each) => [each.fence != null, each.liftsFence])).toEqual([
      [false, true],
      [false, false],
      [true, false],
    ])
    expect(await state()).toEqual({ inForce: 0, due: null })
  })

  it('one that ended is listed for as long as it keeps a device stopped', async () => {
    const [tools, none] = [await place('role:tool-*'), await placeUnseen('role:planner')]
    for (const { id } of [tools, none]) await invoke(endStop, operator, { operation: id, reason: 'over' })
    expect(await fences()).toMatchObject([{ operationId: tools.id, devices: 1, held: 1 }])
    expect((await fences())[0]?.endedAt).not.toBeNull()
    expect(await kindsOf(tools.id)).toContain('fence.ended')
    await running.act(operator, { kind: 'restore', undoes: tools.id, reason: 'fixed' })
    expect(await fences()).toEqual([])
  })

  it('every page gets the reminder that is due longest, until its fence ends', async () => {
    const dueIn = (ms: number) => ({ remindAt: new Date(Date.now() + ms).toISOString() })
    const [first] = [await place('role:tool-*', dueIn(3_500_000)), await place('role:runner', dueIn(3_600_000))]
    expect(await state()).toEqual({ inForce: 2, due: null })
    await afterTwoHours()
    const due = { operationId: first.id, selector: 'role:tool-*' }
    await expect.poll(state).toMatchObject({ inForce: 2, due })
    await invoke(endStop, operator, { operation: first.id, reason: 'over' })
    await expect.poll(state).toMatchObject({ inForce: 1, due: { selector: 'role:runner' } })
  })
})

describe('a fence is refused', () => {
  const start = (more: Record<string, unknown>) =>
    invoke(startOperation, operator, {
      id: randomUUID(),
      kind: 'revoke',
      target: { selector: 'role:tool-*' },
      reason: 'x',
      fence: { endsAt: inAnHour() },
      ...more,
    })

  it.each([
    ['without a reason', { reason: undefined }],
    ['without an end or a reminder', { fence: {} }],
    ['with an end that is over', { fence: { endsAt: '2020-01-01T00:00:00Z' } }],
    ['for terms that change with time', { target: { selector: 'role:tool-* status:active' } }],
    ['for ticked devices', { target: { ids: [TOOL] } }],
    ['for a restore', { kind: 'restore' }],
  ])('%s', async (_, more) => {
    await expect(start(more)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await allowed(TOOL)).toBe(true)
  })
})
