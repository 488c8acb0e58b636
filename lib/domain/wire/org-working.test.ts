import { expect, it } from 'vitest'
import { orgWorking } from './org-working'

it.each([
  [25, 25, 0, 0, 'working'],
  [25, 0, 1, 0, 'working'],
  [25, 0, 0, 0, 'all-revoked'],
  [25, 0, 0, 1, 'working'],
  [0, 0, 0, 0, 'no-devices'],
  [0, 0, 0, 3, 'working'],
] as const)('%d devices, %d active, %d unknown, %d without an id: %s', (total, active, unknown, unusable, working) => {
  expect(orgWorking({ total, active, unknown }, unusable)).toBe(working)
})

it('claims nothing before the first reading', () => expect(orgWorking(null)).toBe('working'))
