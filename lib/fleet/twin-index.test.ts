import { expect, it } from 'vitest'
import { cpuMs } from '@/testing/cpu-ms'
import { createFleetIndex } from './fleet-index'

it('finds the other ids that an authority could take for one, as they come and go', () => {
  const fleet = createFleetIndex({ parts: ['role'] })
  const apply = (ids: string[], removed: string[] = []) =>
    fleet.apply({ upserts: ids.map((deviceId) => ({ deviceId, status: 'active' })), removed })
  apply(['bot', 'other'])
  expect(fleet.twinsOf('bot')).toEqual([])
  expect(fleet.twinsOf(' bot ')).toEqual(['bot'])
  apply([' bot ', 'Bot', 'json=5', 'é'])
  apply(['Bot', 'bot'])
  expect(fleet.twinsOf('bot').sort()).toEqual([' bot ', 'Bot'])
  expect(fleet.twinsOf(' bot ').sort()).toEqual(['Bot', 'bot'])
  expect([fleet.twinsOf('5'), fleet.twinsOf('json=5'), fleet.twinsOf('other')]).toEqual([['json=5'], [], []])
  apply(['5'])
  expect(fleet.twinsOf('json=5')).toEqual(['5'])
  apply([], ['Bot'])
  expect(fleet.twinsOf('bot')).toEqual([' bot '])
  apply([], [' bot ', 'json=5'])
  expect([fleet.twinsOf('bot'), fleet.twinsOf('5')]).toEqual([[], []])
})

it('hands over fifty of a great many, whatever order they go in', async () => {
  const fleet = createFleetIndex({ parts: ['role'] })
  const ids = Array.from({ length: 20_000 }, (_, at) => `json={"a":${at}}`)
  fleet.apply({ upserts: ids.map((deviceId) => ({ deviceId, status: 'active' })), removed: [] })
  expect(fleet.twinsOf('json={}')).toHaveLength(50)
  const ms = await cpuMs(() => fleet.apply({ upserts: [], removed: ids }))
  expect(fleet.twinsOf('json={}')).toEqual([])
  expect(ms).toBeLessThan(3_000)
})
