/** Who sees which events: every person with a role those of the org; only the person and the admins the sign-ins. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { originOf, record } from '@/lib/audit/audit-log'
import type { Role } from '@/lib/domain/policy'
import type { ActivityPage } from '@/lib/domain/wire/activity'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { listActivity } from './list-activity'

let running: TestConsole
afterEach(() => running.close())

const signsIn = (context: Context) =>
  record(running.deps.store.db, originOf(context, null), 'session.signed-in', { email: context.actor.email })

const emailsSeen = async (context: Context, filter: Record<string, string> = {}) => {
  const { events } = await invoke(listActivity, context, filter)
  return events.flatMap((event) => (event.kind === 'session.signed-in' ? [event.data.email] : []))
}

it('shows sign-ins to the person and to admins alone', async () => {
  running = await testConsole({ devices: ['a'] })
  const people = await Promise.all(
    (['viewer', 'responder', 'operator', 'admin'] as Role[]).map((role) => running.as(role)),
  )
  for (const person of people) await signsIn(person)
  const emails = people.map(({ actor }) => actor.email)
  for (const person of people.slice(0, 3)) {
    expect(await emailsSeen(person)).toEqual([person.actor.email])
    const other = people.find((each) => each !== person) as Context
    expect(await emailsSeen(person, { person: other.actor.userId })).toEqual([])
  }
  const admin = people[3] as Context
  expect((await emailsSeen(admin)).toSorted()).toEqual(emails.toSorted())
  const first = people[0] as Context
  expect(await emailsSeen(admin, { person: first.actor.userId })).toEqual([first.actor.email])
})

it('pages through both kinds in one order, and names each person once', async () => {
  running = await testConsole({ devices: ['a'] })
  const admin = await running.as('admin', { name: 'Ada' })
  const renamed = { ...admin, actor: { ...admin.actor, name: 'Ada L.' } }
  for (let at = 0; at < 130; at++) {
    await signsIn(admin)
    await record(running.deps.store.db, originOf(at < 65 ? admin : renamed, running.org.row.id), 'operation.reason', {
      operationId: randomUUID(),
      reason: 'x',
    })
  }
  const sequences: number[] = []
  let cursor: string | null = null
  for (let page = 0; page < 10; page++) {
    const answer: ActivityPage = await invoke(listActivity, admin, cursor ? { cursor } : {})
    sequences.push(...answer.events.map(({ sequence }) => sequence))
    cursor = answer.nextCursor
    expect(answer.people.filter(({ id }) => id === admin.actor.userId)).toHaveLength(1)
    if (!cursor) break
  }
  expect(sequences).toEqual(sequences.toSorted((a, b) => b - a))
  expect(new Set(sequences).size).toBeGreaterThanOrEqual(260)
})

it("gives a device's own events and those of its operations, without any of another device", async () => {
  running = await testConsole({ devices: ['a', 'b'] })
  const operator = await running.as('operator')
  const mine = await running.act(operator, { kind: 'revoke', target: { ids: ['a'] } })
  const other = await running.act(operator, { kind: 'revoke', target: { ids: ['b'] } })
  const { events } = await invoke(listActivity, operator, { device: 'a' })
  const operations = events.map((event) => (event.data as { operationId?: string }).operationId)
  expect(operations).toContain(mine.id)
  expect(operations).not.toContain(other.id)
})
