import { expect, it } from 'vitest'
import { Tombstones } from './tombstones'

it('keeps a bounded number of removed ids and the revision from which on they are complete', () => {
  const tombstones = new Tombstones(10, 3)
  for (let revision = 11; revision <= 15; revision += 1) tombstones.add(`d${revision}`, revision)
  expect(tombstones.floor).toBe(12)
  expect(tombstones.since(12)).toEqual(['d13', 'd14', 'd15'])
  expect(tombstones.since(14)).toEqual(['d15'])
  expect([tombstones.has('d11'), tombstones.has('d15')]).toEqual([false, true])
})
