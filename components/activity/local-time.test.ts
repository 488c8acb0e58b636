import { describe, expect, it } from 'vitest'
import { isoFromLocal, localFromIso } from './local-time'

describe('local time of the filters', () => {
  it.each([
    ['UTC', '2026-11-12T14:02'],
    ['Europe/Berlin', '2026-11-12T15:02'],
    ['Asia/Kolkata', '2026-11-12T19:32'],
    ['America/St_Johns', '2026-11-12T10:32'],
  ])('goes to %s and back', (zone, wall) => {
    expect(localFromIso('2026-11-12T14:02:00.000Z', zone)).toBe(wall)
    expect(isoFromLocal(wall, zone)).toBe('2026-11-12T14:02:00.000Z')
  })
  it('follows daylight saving', () => {
    expect(isoFromLocal('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z')
  })
  it('takes nothing for a time that is none', () => {
    expect(isoFromLocal('', 'UTC')).toBeNull()
    expect(localFromIso('yesterday', 'UTC')).toBe('')
    expect(localFromIso(undefined, 'UTC')).toBe('')
  })
})
