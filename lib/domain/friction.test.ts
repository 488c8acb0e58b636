import { expect, it } from 'vitest'
import { guardCause, isGuarded, type Start } from './friction'

const counted = (devices: number, foreignHold = false): Start => ({ open: null, devices, foreignHold })

it('guards every start but that of one device without a hold of another person', () => {
  expect(isGuarded(counted(1))).toBe(false)
  expect(isGuarded(counted(2))).toBe(true)
  expect(isGuarded(counted(1, true))).toBe(true)
  for (const open of ['org', 'fence', 'later', 'removal'] as const) expect(isGuarded({ open })).toBe(true)
})

it('gives the reason', () => {
  expect(guardCause({ open: 'org' })).toContain('whole org')
  expect(guardCause(counted(1, true))).toContain('not your own')
  expect(guardCause(counted(9))).toContain('last 10 minutes')
})
