/** What a stop or a restore is asked for, in every wrong way: a clear refusal, nothing changed, no other device touched. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAuthority } from '@/lib/authority/start-authority'
import { DEFAULT_ID_PATTERN } from '@/lib/domain/ids/device-id'
import { Secret } from '@/lib/domain/secret'
import type { Context } from '@/lib/services/context'
import { getOperation } from '@/lib/services/operations/operation-services'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { listItems } from '@/lib/store/operation-items'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { type TestConsole, testConsole } from '../console/test-console'
import { cpuMs } from '../cpu-ms'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:tool:01']
const [A, B, C] = DEVICES as [string, string, string]
/** Processor time. */
const BOUNDED_MS = 3_000

let running: TestConsole
let operator: Context
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  operator = await running.as('operator')
})
afterEach(() => running.close())

const ids = (count: number) => Array.from({ length: count }, (_, at) => `crewai:prod:worker:${at}`)
const select = (input: object, by = operator) => invoke(createSelection, by, input)
const allowed = async (id: string) => (await running.agent('validate', id)).allowed
const operationsSoFar = () => running.deps.store.db.selectFrom('operations').select('id').execute()

async function expectRefused(refusal: Promise<unknown>, code: string): Promise<void> {
  await expect(refusal).rejects.toMatchObject({ code })
  expect(await operationsSoFar()).toEqual([])
  expect(await Promise.all(DEVICES.map(allowed))).toEqual([true, true, true])
}

describe('many ids', () => {
  it('ten thousand at once are one selection, and each has its own outcome', async () => {
    const many = [...ids(9_998), A, B]
    const { selectionId, digest, count } = await select({ ids: many })
    expect(count).toBe(10_000)
    const { outcomes, total } = await running.act(operator, { kind: 'revoke', target: { selectionId, digest } })
    expect([total, outcomes.done, outcomes.refused]).toEqual([10_000, 2, 9_998])
    expect(await Promise.all(DEVICES.map(allowed))).toEqual([false, false, true])
  })

  it('one more is refused, and so are more than five hundred without a selection', async () => {
    await expectRefused(select({ ids: ids(10_001) }), 'invalid-input')
    await expectRefused(running.start(operator, { kind: 'revoke', target: { ids: ids(501) } }), 'invalid-input')
    await expectRefused(running.start(operator, { kind: 'revoke', target: { ids: [] } }), 'invalid-input')
  })

  it('the same one several times is one device', async () => {
    const { selectionId, digest, count } = await select({ ids: [A, B, A, A] })
    expect(count).toBe(2)
    const selected = await running.act(operator, { kind: 'revoke', target: { selectionId, digest } })
    const ticked = await running.act(operator, { kind: 'revoke', target: { ids: [C, C] } })
    expect([selected.total, selected.outcomes.done, ticked.total, ticked.outcomes.done]).toEqual([2, 2, 1, 1])
  })
})

describe('what was reviewed', () => {
  it('is acted on under its own digest alone', async () => {
    const { selectionId } = await select({ ids: [A] })
    const { digest } = await select({ ids: [B] })
    await expectRefused(running.start(operator, { kind: 'revoke', target: { selectionId, digest } }), 'conflict')
    const target = { selectionId: randomUUID(), digest }
    await expectRefused(running.start(operator, { kind: 'revoke', target }), 'conflict')
  })

  it('and was removed meanwhile is refused by its id; the others are stopped', async () => {
    const { selectionId, digest } = await select({ selector: 'env:prod' })
    await running.org.connection.client.remove(B)
    const { id, outcomes } = await running.act(operator, { kind: 'revoke', target: { selectionId, digest } })
    expect(outcomes).toMatchObject({ done: 2, refused: 1 })
    const items = await listItems(running.deps.store.db, id, { outcomes: ['refused'] })
    expect(items).toMatchObject([{ device_id: B, code: 'device_not_found' }])
  })

  it('under an id that was used already does nothing else', async () => {
    const id = randomUUID()
    await running.act(operator, { id, kind: 'revoke', target: { ids: [A] } })
    const other = running.start(operator, { id, kind: 'revoke', target: { ids: [A] }, reason: 'another body' })
    await expect(other).rejects.toMatchObject({ code: 'conflict' })
    await expect(running.start(operator, { id, kind: 'disable' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await allowed(B)).toBe(true)
  })
})

it('another org is out of reach: its selection, its operations and its devices', async () => {
  const keys = { orgKey: 'org_other_0123456789abcdefghijklmn', agentKey: 'org_agent_other_0123456789abcdefgh' }
  const other = await startAuthority({ dataDir: ':memory:', port: 0, deviceLimit: 10, drainMs: 100, ...keys })
  try {
    const { store, vault, orgs } = running.deps
    const org = { id: randomUUID(), slug: 'other', name: 'other', base_url: other.url, id_pattern: DEFAULT_ID_PATTERN }
    await insertOrg(store.db, { ...org, paths: '{}', created_at: 0 })
    await putOrgKey(store.db, org.id, vault.seal(org.id, new Secret(keys.orgKey)), 0)
    await orgs.refresh()
    const theirs = orgs.byId(org.id)
    await theirs?.connection.client.register('crewai:theirs:runner:01')
    await theirs?.reader.readNow()
    const roles = new Map([...operator.actor.roles, [org.id, 'operator'] as const])
    const there: Context = { ...operator, orgSlug: 'other', actor: { ...operator.actor, roles } }
    const { selectionId, digest } = await select({ selector: '' }, there)
    await expectRefused(running.start(operator, { kind: 'revoke', target: { selectionId, digest } }), 'conflict')
    const stopped = await running.start(there, { kind: 'revoke', target: { selectionId, digest } })
    await running.deps.running.ended(stopped.id)
    const undo = running.start(operator, { kind: 'restore', undoes: stopped.id, reason: 'x' })
    await expect(undo).rejects.toMatchObject({ code: 'not-found' })
    await expect(invoke(getOperation, operator, { operation: stopped.id })).rejects.toMatchObject({ code: 'not-found' })
    const named = await running.act(operator, {
      kind: 'remove',
      target: { ids: ['crewai:theirs:runner:01'] },
      reason: 'x',
      typed: 'crewai:theirs:runner:01',
    })
    expect(named.outcomes).toMatchObject({ done: 0, refused: 1 })
    const listed = await theirs?.connection.client.listDevices()
    expect(listed?.devices).toMatchObject([{ deviceId: 'crewai:theirs:runner:01', status: 'revoked' }])
  } finally {
    await other.close()
  }
})

describe('a selector that would take for ever', () => {
  it.each([
    ['over 4 kB', `env:prod ${'a'.repeat(4_100)}`],
    ['of braces', '{a,b}'.repeat(800)],
    ['of ranges', '{00..99}'.repeat(500)],
    ['of stars', `${'*a'.repeat(2_000)}b`],
    ['of stars that cross segments', `crewai:${'**:'.repeat(1_300)}x`],
  ])('%s is answered in bounded time, and stops no device', async (_, selector) => {
    const fence = { endsAt: new Date(Date.now() + 3_600_000).toISOString() }
    const act = { kind: 'revoke', target: { selector } } as const
    const ms = await cpuMs(async () => {
      await select({ selector }).catch(() => undefined)
      await running.start(operator, act).catch(() => undefined)
      await running.start(operator, { ...act, reason: 'x', fence }).catch(() => undefined)
    })
    expect(ms).toBeLessThan(BOUNDED_MS)
    expect(await Promise.all(DEVICES.map(allowed))).toEqual([true, true, true])
  })
})
