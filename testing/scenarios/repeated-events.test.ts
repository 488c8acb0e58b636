/** What one person repeats: the first of an hour as they are, then counts that lose nothing and come once a minute. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { originOf } from '@/lib/audit/audit-log'
import { recordRepeated, WHOLE_PER_HOUR } from '@/lib/audit/repeated-events'
import type { Context } from '@/lib/services/context'
import { listEvents } from '@/lib/store/audit/audit-events'
import { type TestConsole, testConsole } from '../console/test-console'

let now = 1_700_000_000_000
let running: TestConsole
let viewer: Context
beforeEach(async () => {
  running = await testConsole({ now: () => now })
  viewer = await running.as('viewer')
})
afterEach(() => running.close())

const repeat = async (times: number, by = viewer) => {
  const { deps, org } = running
  for (let time = 0; time < times; time += 1)
    await recordRepeated(deps, deps.store.db, originOf(by, org.row.id), 'access.denied', { permission: 'stop' })
}
const flush = () => running.deps.repeats.flush(running.deps)
const events = async () => {
  const rows = await listEvents(running.deps.store.reads, { orgIds: [running.org.row.id], limit: 10_000 })
  return rows.toReversed().filter(({ kind }) => kind === 'access.denied' || kind === 'events.counted')
}
const counts = async () =>
  (await events()).filter(({ kind }) => kind === 'events.counted').map(({ data }) => JSON.parse(data).count as number)

it('records the first of an hour, then a count of exactly the others, by the same person', async () => {
  await repeat(WHOLE_PER_HOUR)
  await flush()
  expect(await events()).toHaveLength(WHOLE_PER_HOUR)
  now += 1_000
  await repeat(70)
  await flush()
  await flush()
  expect(await counts()).toEqual([70])
  const last = (await events()).at(-1)
  expect(last?.user_id).toBe(viewer.actor.userId)
  expect(JSON.parse(last?.data ?? '')).toEqual({ count: 70, of: 'access.denied', since: new Date(now).toISOString() })
  now += 3_600_000
  await repeat(2)
  expect((await events()).slice(-2).map(({ kind }) => kind)).toEqual(['access.denied', 'access.denied'])
})

it('counts each person apart, and keeps a count over the end of its hour', async () => {
  await repeat(WHOLE_PER_HOUR + 5)
  await repeat(1, await running.as('viewer'))
  expect(await events()).toHaveLength(WHOLE_PER_HOUR + 1)
  now += 3_600_000
  await repeat(1)
  await flush()
  expect(await counts()).toEqual([5])
})

it('begins anew when the clock was set back', async () => {
  await repeat(WHOLE_PER_HOUR + 5)
  now -= 10_000_000
  await repeat(1)
  await flush()
  expect(await counts()).toEqual([5])
  expect(await events()).toHaveLength(WHOLE_PER_HOUR + 2)
})
