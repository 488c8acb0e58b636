/** An authority that takes one id for another by itself: the wrong device is an alarm, and the act has failed. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { listedId } from '@/lib/domain/ids/listed-id'
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import { retryOperation } from '@/lib/services/operations/control-operation'
import { startOperation } from '@/lib/services/operations/start-operation'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHolds } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { behindStore } from '../console/faulty-store'
import { createGate } from '../faults/gate'
import { type OddAuthority, oddAuthority } from '../faults/odd-authority'

const BOT = 'bot'
const PADDED = ' bot '
const OTHER = 'crewai:prod:runner:01'

let behind: ConsoleBehindFaults
let authority: OddAuthority
let operator: Context
afterEach(() => behind.close())

/** Asked for `asked`, it acts on `taken`. */
async function world(asked: string, taken: string): Promise<void> {
  const plain = [BOT, 'Bot', '5', OTHER]
  behind = await consoleBehindFaults(plain)
  const odd = [asked, taken].filter((id) => !plain.includes(id))
  authority = oddAuthority(behind.running.authority.url, odd, (id) => (id === asked ? taken : id))
  behind.faults.always(authority.answer)
  operator = await behind.running.as('operator')
  await behind.running.org.reader.readNow()
}

const start = (input: Omit<Parameters<typeof startOperation.run>[1], 'id'>) =>
  behind.running.act(operator, { reason: 'as a test', ...input })
const revoke = (...ids: string[]) => start({ kind: 'revoke', target: { ids } })
const statusOf = (id: string) => behind.running.org.fleet.get(id)?.status
const alarms = async () => (await invoke(getOrgState, operator, {})).alarms
const itemsOf = ({ id }: Operation) => listItems(behind.running.deps.store.db, id)
const eventsOf = async ({ id }: Operation) =>
  (await listEvents(behind.running.deps.store.db, { orgIds: [behind.running.org.row.id], operationId: id, limit: 50 }))
    .filter(({ kind }) => kind === 'twin.changed')
    .map(({ data }) => JSON.parse(data))

const TAKES: [string, string, string][] = [
  ['trims', PADDED, BOT],
  ['folds case', 'Bot', BOT],
  ['makes a text of a number', listedId(5) as string, '5'],
  ['drops control characters', listedId('bot\n') as string, BOT],
  ['cuts at NUL', listedId('bot\0x') as string, BOT],
  ['normalises', 'e\u0301', 'é'],
]

it.each(TAKES)('an authority that %s: the revoke has failed, names both, and is an alarm', async (_, asked, taken) => {
  await world(asked, taken)
  const stopped = await revoke(asked)
  expect([statusOf(asked), statusOf(taken), statusOf(OTHER)]).toEqual(['active', 'revoked', 'active'])
  expect(stopped.outcomes).toMatchObject({ failed: 1, done: 0 })
  const [item] = await itemsOf(stopped)
  expect(item).toMatchObject({ device_id: asked, code: 'twin-changed' })
  expect(item?.message).toContain(`changed "${taken}" from active to revoked`)
  expect(await alarms()).toMatchObject({ twinChanged: 1 })
  expect(await eventsOf(stopped)).toEqual([
    {
      operationId: stopped.id,
      operation: 'revoke',
      deviceId: taken,
      meantId: asked,
      before: 'active',
      after: 'revoked',
    },
  ])
})

it('a twin that no reading had before the revoke, and that is revoked when it is first seen', async () => {
  await world(PADDED, BOT)
  const { client } = behind.running.org.connection
  await client.remove(BOT)
  await behind.running.org.reader.readNow()
  await client.register(BOT)
  const stopped = await revoke(PADDED)
  expect([stopped.outcomes.failed, statusOf(BOT)]).toEqual([1, 'revoked'])
  expect((await eventsOf(stopped))[0]).toMatchObject({ deviceId: BOT, before: 'unlisted', after: 'revoked' })
  // One that came as well and works is no matter.
  await client.unrevoke(BOT)
  await client.register('BOT')
  expect((await revoke(OTHER)).outcomes).toMatchObject({ done: 1 })
  expect(await alarms()).toMatchObject({ twinChanged: 1 })
})

it('the same for a restore, which starts the wrong device, and for a removal', async () => {
  await world(PADDED, BOT)
  await revoke(BOT)
  const restored = await start({ kind: 'restore', target: { ids: [PADDED] } })
  expect([restored.outcomes.failed, statusOf(BOT)]).toEqual([1, 'active'])
  const removed = await start({ kind: 'remove', target: { ids: [PADDED] }, reason: 'gone', typed: PADDED })
  expect([removed.outcomes.failed, statusOf(BOT)]).toEqual([1, undefined])
  expect((await eventsOf(removed))[0]).toMatchObject({ deviceId: BOT, before: 'active', after: 'unlisted' })
  expect(await alarms()).toMatchObject({ twinChanged: 2 })
})

it('without the store a revoke finds it as well, and the alarm follows when the store takes it', async () => {
  await world(PADDED, BOT)
  const store = createGate()
  const { context } = behindStore(operator, (real) => store.pass().then(real))
  const stopped = await invoke(startOperation, context, {
    id: randomUUID(),
    kind: 'revoke',
    target: { ids: [PADDED] },
  })
  expect(stopped.outcomes).toMatchObject({ failed: 1 })
  expect(await alarms()).toMatchObject({ twinChanged: 0 })
  store.open()
  await expect.poll(alarms).toMatchObject({ twinChanged: 1 })
  expect((await itemsOf(stopped))[0]).toMatchObject({ outcome: 'failed', code: 'twin-changed' })
})

it('a twin that was so before, or that an act of ours changed, is no alarm', async () => {
  await world('Bot', 'Bot')
  await revoke(BOT)
  expect((await revoke('Bot')).outcomes).toMatchObject({ done: 1 })
  await start({ kind: 'restore', target: { ids: [BOT] } })
  // Both at once, by two people.
  const both = await Promise.all([start({ kind: 'restore', target: { ids: ['Bot'] } }), revoke(BOT)])
  expect(both.map(({ outcomes }) => outcomes.done)).toEqual([1, 1])
  // Both in one.
  expect((await revoke(BOT, 'Bot')).outcomes).toMatchObject({ failed: 0 })
  expect(await alarms()).toMatchObject({ twinChanged: 0 })
})

it('an act on an id that is not listed never reaches the one that is, past its holds', async () => {
  await world(OTHER, OTHER)
  await revoke(BOT)
  for (const id of [' bot', 'BOT', ' else ']) {
    const restored = await start({ kind: 'restore', target: { ids: [id] } })
    expect(restored.outcomes).toMatchObject({ refused: 1 })
    await invoke(retryOperation, operator, { operation: restored.id, reason: 'again' })
    expect((await behind.running.ended(restored.id)).outcomes).toMatchObject({ refused: 1 })
    const removed = await start({ kind: 'remove', target: { ids: [id] }, reason: 'x', typed: id })
    expect(removed.outcomes).toMatchObject({ refused: 1 })
  }
  expect(statusOf(BOT)).toBe('revoked')
  await start({ kind: 'restore', target: { ids: [BOT] } })
  // This authority trims: the stop would reach the other device. Sent as it is, "BOT" is unknown to it.
  const stopped = [await revoke(' bot'), await revoke('bot\r'), await revoke('BOT')]
  const items = await Promise.all(stopped.map(itemsOf))
  const ended = items.flat().map(({ outcome, code }) => [outcome, code])
  expect(ended).toEqual([
    ['refused', 'not-listed'],
    ['refused', 'not-listed'],
    ['refused', 'device_not_found'],
  ])
  expect(items[0]?.[0]?.message).toMatch(/not in the list of the authority; "[Bb]ot" is, and is another device/)
  expect(statusOf(BOT)).toBe('active')
  await revoke(BOT)
  expect(await liveHolds(behind.running.deps.store.db, behind.running.org.row.id, [BOT])).toHaveLength(1)
})

it('a fence does not call again and again for a device that is taken for another', async () => {
  await world(PADDED, BOT)
  const fence = { endsAt: new Date(Date.now() + 3_600_000).toISOString() }
  const placed = await start({ kind: 'revoke', target: { selector: 'id:" bot "' }, reason: 'this one', fence })
  expect(placed.outcomes).toMatchObject({ failed: 1 })
  await behind.running.org.connection.client.unrevoke(BOT)
  const calls = () => behind.faults.requests.filter(({ path }) => path.endsWith('/revoke')).length
  const before = calls()
  for (let reading = 0; reading < 3; reading += 1) {
    await behind.running.org.reader.readNow()
    await behind.running.deps.running.allEnded()
  }
  expect([calls(), statusOf(BOT)]).toEqual([before, 'active'])
})

/** What a stop of ` bot ` claims where both ids are listed. */
async function claims(): Promise<{ bot: unknown; padded: unknown; failed: number; twinChanged: number }> {
  const { outcomes } = await revoke(PADDED)
  await behind.running.org.reader.readNow()
  const { twinChanged } = await alarms()
  return { bot: statusOf(BOT), padded: statusOf(PADDED), failed: outcomes.failed, twinChanged }
}

it('mutants: an act that trims, and a read-back that ignores the twin, are caught', async () => {
  await world(PADDED, PADDED)
  expect(await claims()).toEqual({ bot: 'active', padded: 'revoked', failed: 0, twinChanged: 0 })
  await behind.close()

  await world(PADDED, PADDED)
  const { connection, fleet } = behind.running.org
  const trimming = { ...connection.client, revoke: (id: string) => connection.client.revoke(id.trim()) }
  behind.running.org.connection = { ...connection, client: trimming }
  expect(await claims()).toMatchObject({ bot: 'revoked', padded: 'active', failed: 1, twinChanged: 1 })
  await behind.close()

  await world(PADDED, BOT)
  expect(fleet).not.toBe(behind.running.org.fleet)
  behind.running.org.fleet = { ...behind.running.org.fleet, twinsOf: () => [] }
  expect(await claims()).toMatchObject({ bot: 'revoked', twinChanged: 0 })
})
