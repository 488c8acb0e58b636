/** A list that is suddenly empty: what was known stays, marked, until a second reading at least 10 s later agrees. */
import { afterEach, describe, expect, it } from 'vitest'
import { EmptyListDoubt } from '@/lib/fleet/empty-list-doubt'
import { createFleetIndex } from '@/lib/fleet/fleet-index'
import { OwnRemovals } from '@/lib/fleet/own-removals'
import { viewReading } from '@/lib/views/view-org'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { json } from '../faults/faults'

type Doubt = Pick<EmptyListDoubt, 'believes'>

const org = (devices: readonly string[]) => {
  const fleet = createFleetIndex({ parts: ['env'] })
  fleet.apply({ upserts: devices.map((deviceId) => ({ deviceId, status: 'active' as const })), removed: [] })
  return { fleet, removals: new OwnRemovals() }
}

/** Readings at these seconds with these counts; the seconds of those that were believed. */
function believed(doubt: Doubt, readings: readonly [second: number, count: number][], known = ['a', 'b']): number[] {
  const seen = org(known)
  return readings
    .filter(([second, count]) => doubt.believes(seen, count, second * 1_000, { at: 0, ms: second * 1_000 + 500 }))
    .map(([second]) => second)
}

/** What every implementation of the rule must do; the sentences that it breaks. */
function broken(newDoubt: () => Doubt): string[] {
  const rules: [rule: string, holds: boolean][] = [
    ['the first is not believed', believed(newDoubt(), [[0, 0]]).length === 0],
    [
      'nor a second one soon after',
      believed(newDoubt(), [
        [0, 0],
        [2, 0],
        [10, 0],
      ]).length === 0,
    ],
    [
      'one that began 10 s after the first came agrees',
      believed(newDoubt(), [
        [0, 0],
        [11, 0],
      ]).includes(11),
    ],
    [
      'one that lists devices replaces it',
      believed(newDoubt(), [
        [0, 0],
        [2, 2],
      ]).includes(2),
    ],
    [
      'and what comes after that is a first one again',
      believed(newDoubt(), [
        [0, 0],
        [2, 2],
        [11, 0],
      ]).join() === '2',
    ],
    ['an org that had no devices has none', believed(newDoubt(), [[0, 0]], []).includes(0)],
  ]
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule)
}

describe('the rule', () => {
  it('holds', () => expect(broken(() => new EmptyListDoubt())).toEqual([]))

  it.each<[string, () => Doubt]>([
    ['believes every list', () => ({ believes: () => true })],
    ['never believes an empty one', () => ({ believes: ({ fleet }, count) => count > 0 || fleet.size === 0 })],
    [
      'believes the second one at once',
      () => {
        let empty = 0
        return { believes: ({ fleet }, count) => count > 0 || fleet.size === 0 || ++empty > 1 }
      },
    ],
    [
      'remembers the first one for ever',
      () => {
        let first: number | null = null
        return {
          believes({ fleet }, count, begunMs) {
            if (count > 0 || fleet.size === 0) return true
            first ??= begunMs
            return begunMs - first >= 10_500
          },
        }
      },
    ],
  ])('a mutant that %s is caught', (_, newDoubt) => expect(broken(newDoubt)).not.toEqual([]))

  it('what this console removed itself explains it, and only all of it', () => {
    const seen = org(['a', 'b'])
    const believes = () => new EmptyListDoubt().believes(seen, 0, 0, { at: 0, ms: 0 })
    seen.removals.note(['a', 'other'])
    expect(believes()).toBe(false)
    seen.removals.note(['b'])
    expect(believes()).toBe(true)
    seen.removals.forgetBefore(Number.POSITIVE_INFINITY)
    expect(believes()).toBe(false)
  })
})

describe('a console', () => {
  let behind: ConsoleBehindFaults
  afterEach(() => behind.close())
  const LIST = '/api/v1/devices/list'

  it.each([
    ['a delta that removes everything', { devices: [], removed: ['a', 'b'], revision: 99_000_000 }],
    ['a whole list', { devices: [] }],
    ['a bare array', []],
  ])('keeps the last list for %s, says so, and goes on with the next one that lists devices', async (_, body) => {
    behind = await consoleBehindFaults(['a', 'b'])
    const { org, deps } = behind.running
    await org.reader.readNow()
    const { readAt } = org.reading
    behind.faults.on(LIST, json(body))
    await expect(org.reader.readNow()).rejects.toThrow('listed no devices')
    expect([org.fleet.size, org.reading.readAt]).toEqual([2, readAt])
    const { status, error } = viewReading(org, deps.clock.now())
    expect(status).toBe('failing')
    expect(error?.detail).toMatch(
      /^\S+ listed no devices at [\d-]+ \d\d:\d\d:\d\d UTC\. Showing the list of [\d-]+ \d\d:\d\d:\d\d UTC until a second reading agrees\.$/,
    )
    // It is looked at often until it is settled.
    expect(org.reader.intervalMs()).toBe(2_000)
    behind.faults.on(LIST, behind.pass)
    await org.reader.readNow()
    expect([org.fleet.size, org.reading.error]).toEqual([2, null])
  })

  it('still learns whether agents may work', async () => {
    behind = await consoleBehindFaults(['a'])
    const { org, deps, authority } = behind.running
    await org.reader.readNow()
    behind.faults.on(LIST, json({ devices: [] }))
    behind.faults.on('/api/v1/org/status', json({ status: 'ok', execution: 'disabled' }))
    await expect(org.reader.readNow()).rejects.toThrow('listed no devices')
    expect([deps.orgs.byId(org.row.id)?.reading.execution?.execution, authority.port > 0]).toEqual(['disabled', true])
  })

  it('believes at once that the last device is gone when it removed it itself, not when another client did', async () => {
    behind = await consoleBehindFaults(['a', 'b'])
    const { running } = behind
    await running.org.reader.readNow()
    const admin = await running.as('admin')
    const ids = ['a', 'b']
    const removal = await running.act(admin, { kind: 'remove', target: { ids }, reason: 'x', typed: 'main' })
    expect(removal.outcomes.done).toBe(2)
    expect([running.org.fleet.size, running.org.reading.error]).toEqual([0, null])

    await running.agent('register', 'c')
    await running.org.reader.readNow()
    expect(running.org.fleet.size).toBe(1)
    behind.faults.on(LIST, json({ devices: [] }))
    await expect(running.org.reader.readNow()).rejects.toThrow('listed no devices')
  })
})
