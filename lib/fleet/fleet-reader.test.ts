import { expect, it } from 'vitest'
import type { SnapshotItem } from '@/lib/machineid/snapshot/snapshot'
import { createGate, type Gate } from '@/testing/faults/gate'
import { createFleetIndex } from './fleet-index'
import { createFleetReader, type FleetReader } from './fleet-reader'
import { OwnRemovals } from './own-removals'
import { emptyReading, type ReadTarget } from './reading'

type World = { reader: FleetReader; at: { now: number; revision: number }; readings: Gate }

/** A reader of an org of no device whose authority is at a revision; each reading waits at the gate once the authority gave it. */
function world(): World {
  const at = { now: 1_000, revision: 1 }
  const readings = createGate()
  async function* read(): AsyncGenerator<SnapshotItem> {
    const { revision, now } = at
    await readings.pass()
    yield { kind: 'start', full: false, count: 0 } as SnapshotItem
    yield { kind: 'summary', full: false, readAt: now, revision, unreadable: 0 } as SnapshotItem
  }
  const target = {
    authority: { name: 'the authority' },
    connection: { client: { capabilities: async () => emptyReading().capabilities }, snapshots: { read } },
    removals: new OwnRemovals(),
    fleet: createFleetIndex({ parts: [] }),
    reading: emptyReading(),
  } as unknown as ReadTarget
  const clock = { now: () => at.now }
  return {
    reader: createFleetReader(
      () => target,
      clock,
      () => false,
    ),
    at,
    readings,
  }
}

it('takes the reading under way, where it shows the revision and began late enough', async () => {
  const { reader, at, readings } = world()
  at.revision = 7
  const underWay = reader.readNow()
  await readings.came(1)
  const past = reader.readPast(7, 1_000)
  readings.open()
  await Promise.all([underWay, past])
  expect(readings.count()).toBe(1)
  await reader.readPast(7, 1_000)
  expect(readings.count()).toBe(1)
})

it.each([
  ['shows an earlier revision', { revision: 8, since: 1_000 }],
  ['began earlier', { revision: 7, since: 1_001 }],
])('reads anew where the one under way %s', async (_, { revision, since }) => {
  const { reader, at, readings } = world()
  at.revision = 7
  const underWay = reader.readNow()
  await readings.came(1)
  Object.assign(at, { revision: 8, now: 2_000 })
  const past = reader.readPast(revision, since)
  readings.open()
  await Promise.all([underWay, past])
  expect(readings.count()).toBe(2)
})
