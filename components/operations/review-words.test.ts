import { describe, expect, it } from 'vitest'
import type { Selection } from '@/lib/domain/console-api'
import { capLine, effectLines, laterLine, reviewTitle } from './review-words'

const hold = (own: boolean): Selection['holds'][number] => ({
  operationId: 'op',
  kind: 'operation',
  by: { id: 'u', name: 'Ada' },
  placedAt: '2026-11-12T14:00:00.000Z',
  reason: null,
  devices: 3,
  own,
})

describe('a review', () => {
  it('tells what will change from what is so already and what was not read', () => {
    const counts = { active: 6, revoked: 1, unknown: 2, count: 9 }
    expect(effectLines('revoke', counts)).toEqual([
      '6 devices will be revoked',
      '1 device is revoked already',
      '2 devices in a state that was not read',
    ])
    expect(effectLines('restore', counts)).toEqual([
      '1 device will be restored, where no other hold keeps it stopped',
      '6 devices are active already',
      '2 devices in a state that was not read',
    ])
    expect(effectLines('remove', counts)).toHaveLength(1)
  })

  it('says before how many will not fit, and "up to" where holds keep some of them stopped anyway', () => {
    const cap = { limit: 25, remaining: 2 }
    expect(capLine('restore', { overCap: 4, holds: [hold(true)] }, cap)).toMatch(
      /^4 devices will not fit under the cap of 25/,
    )
    expect(capLine('restore', { overCap: 4, holds: [hold(false)] }, cap)).toMatch(/^Up to 4 devices/)
    expect(capLine('restore', { overCap: 0, holds: [] }, cap)).toBeNull()
    expect(capLine('restore', { overCap: null, holds: [] }, null)).toBeNull()
    expect(capLine('revoke', { overCap: 4, holds: [] }, cap)).toBeNull()
  })

  it('shows later matches apart, and keeps those that match no longer', () => {
    expect(laterLine({ more: 0, moreIds: [], gone: 0 })).toBeNull()
    expect(laterLine({ more: 3, moreIds: [], gone: 0 })).toBe('3 more match now, not part of this.')
    expect(laterLine({ more: 1, moreIds: [], gone: 2 })).toBe(
      '1 more matches now, not part of this; 2 of these no longer match, still part of it.',
    )
  })

  it('says the whole fleet in words, with and without a count', () => {
    const of = { undoes: false, single: null, wholeFleet: true, count: undefined }
    expect(reviewTitle('revoke', of)).toBe('Revoke the whole fleet?')
    expect(reviewTitle('revoke', { ...of, count: 1_200 })).toBe('Revoke the whole fleet, 1,200 devices?')
    expect(reviewTitle('restore', { ...of, undoes: true, wholeFleet: false, count: 6 })).toBe(
      'Undo: Restore 6 devices?',
    )
    expect(reviewTitle('remove', { ...of, wholeFleet: false, single: 'a:b' })).toBe('Remove a:b?')
  })
})
