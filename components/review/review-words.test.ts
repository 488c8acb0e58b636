import { describe, expect, it } from 'vitest'
import {
  capLine,
  confirmWords,
  effectLines,
  lookalikesLine,
  newerMatchesLine,
  noneLine,
  reviewTitle,
} from './review-words'

const PLAIN = {
  undoes: false,
  lifts: false,
  single: null,
  scope: 'list',
  parts: null,
  count: 6,
  when: 'now',
} as const

describe('a review', () => {
  it('separates what will change from what is so already and what was not read', () => {
    const counts = { active: 6, revoked: 1, unknown: 2, count: 9 }
    expect(effectLines('revoke', counts)).toEqual([
      '6 devices will be revoked',
      '1 device is revoked already',
      '2 devices in a state that was not read',
    ])
    expect(effectLines('restore', counts)).toEqual([
      '1 device will be restored',
      '6 devices are active already',
      '2 devices in a state that was not read',
    ])
    expect(effectLines('remove', counts)).toHaveLength(1)
  })

  it('says of a restore exactly how many come back and how many stay', () => {
    const counts = { active: 0, revoked: 10, unknown: 0, count: 10 }
    expect(effectLines('restore', counts, 4)).toEqual([
      '6 devices will be restored',
      '4 devices stay stopped by other holds',
    ])
    // Once: the sentence below says it of all.
    expect(effectLines('restore', counts, 10)).toEqual([])
    const of = {
      undoes: false,
      lifts: false,
      single: null,
      scope: 'list',
      parts: null,
      count: 10,
      when: 'now',
    } as const
    expect(confirmWords('restore', { ...of, stay: 4 })).toBe('Restore 6')
    expect(noneLine({ ...of, stay: 4 })).toBeNull()
    expect(noneLine({ ...of, stay: 10 })).toMatch(/^No device can be restored/)
    // An undo gives up its own hold all the same: two people who hold the same devices could never both let go otherwise.
    expect(noneLine({ ...of, undoes: true, stay: 10 })).toMatch(/gives up its own hold alone/)
    expect(confirmWords('restore', { ...of, undoes: true, stay: 10 })).toBe('Give up the hold')
    expect(confirmWords('restore', { ...of, undoes: true, stay: 10, when: 'later' })).toBe('Schedule: restore 10')
    expect(confirmWords('restore', { ...of, undoes: true, lifts: true, stay: 10 })).toBe('Lift the fence')
  })

  it('says before how many will not fit, and "up to" once holds of others go as well', () => {
    const cap = { limit: 25, remaining: 2 }
    const over = { overCap: 4, overCapMost: 6 }
    expect(capLine('restore', over, cap)).toMatch(/^4 devices will not fit under the cap of 25/)
    expect(capLine('restore', over, cap, true)).toMatch(/^Up to 6 devices/)
    expect(capLine('restore', { overCap: 4, overCapMost: 4 }, cap, true)).toMatch(/^4 devices/)
    expect(capLine('restore', { overCap: 0, overCapMost: 2 }, cap)).toBeNull()
    expect(capLine('restore', { overCap: 0, overCapMost: 2 }, cap, true)).toMatch(/^Up to 2 devices/)
    expect(capLine('restore', { overCap: null, overCapMost: null }, null)).toBeNull()
    expect(capLine('revoke', over, cap)).toBeNull()
  })

  it('shows later matches apart, and keeps those that match no longer', () => {
    expect(newerMatchesLine({ more: 0, moreIds: [], gone: 0 })).toBeNull()
    expect(newerMatchesLine({ more: 3, moreIds: [], gone: 0 })).toBe('3 more match now, not part of this.')
    expect(newerMatchesLine({ more: 1, moreIds: [], gone: 2 })).toBe(
      '1 more matches now, not part of this; 2 of these do not match now, still part of it.',
    )
  })

  it('names who looks like it and is left out, where the act would change it', () => {
    const of = (active: number, revoked: number, unknown: number, count = 1) => ({
      count,
      lookalikes: { active, revoked, unknown, named: [] },
    })
    expect(lookalikesLine('revoke', of(1, 0, 0))).toEqual({
      text: '1 device looks like this one and stays active.',
      left: 1,
    })
    expect(lookalikesLine('revoke', of(2, 5, 1, 3))?.text).toBe(
      '3 devices look like one of these and stay as they are.',
    )
    expect(lookalikesLine('revoke', of(0, 5, 0))).toBeNull()
    expect(lookalikesLine('restore', of(3, 1, 0))?.text).toBe('1 device looks like this one and stays revoked.')
    expect(lookalikesLine('remove', of(1, 0, 0))?.text).toBe('1 device looks like this one and stays as it is.')
  })

  it('says the whole fleet in words, with and without a count', () => {
    const of = { ...PLAIN, scope: 'fleet', count: undefined } as const
    expect(reviewTitle('revoke', of)).toBe('Revoke the whole fleet?')
    expect(reviewTitle('revoke', { ...of, count: 1_200 })).toBe('Revoke the whole fleet, 1,200 devices?')
    expect(reviewTitle('restore', { ...PLAIN, undoes: true })).toBe('Undo: Restore 6 devices?')
    expect(reviewTitle('remove', { ...PLAIN, single: 'a:b' })).toBe('Remove a:b?')
  })

  it('ticked ids and all that match never read alike, however many they are', () => {
    const ticked = { ...PLAIN, scope: 'ticked', parts: 'runner in prod' } as const
    expect(reviewTitle('revoke', ticked)).toBe('Revoke 6 ticked devices (runner in prod)?')
    expect(reviewTitle('revoke', { ...ticked, parts: null, count: undefined })).toBe('Revoke the ticked devices?')
    expect(reviewTitle('restore', { ...ticked, when: 'later' })).toBe(
      'Restore 6 ticked devices (runner in prod) later?',
    )
    const matching = { ...PLAIN, scope: 'matching' } as const
    expect(reviewTitle('revoke', matching)).toBe('Revoke all 6 matching devices?')
    expect(reviewTitle('revoke', { ...matching, count: 1 })).toBe('Revoke the 1 matching device?')
    expect(reviewTitle('revoke', { ...matching, count: undefined })).toBe('Revoke all matching devices?')
    expect(reviewTitle('revoke', { ...matching, when: 'fence' })).toBe(
      'Fence: Revoke all 6 matching devices, and those that match later?',
    )
  })

  it('asks for what was chosen: a fence, a lift, a start later', () => {
    const of = PLAIN
    expect(confirmWords('revoke', of)).toBe('Revoke 6')
    expect(reviewTitle('revoke', { ...of, when: 'fence' })).toBe('Fence: Revoke 6 devices, and those that match later?')
    expect(confirmWords('revoke', { ...of, when: 'fence' })).toBe('Place the fence, revoke 6')
    expect(reviewTitle('restore', { ...of, undoes: true, lifts: true })).toBe('Lift the fence: Restore 6 devices?')
    expect(reviewTitle('restore', { ...of, when: 'later' })).toBe('Restore 6 devices later?')
    expect(confirmWords('restore', { ...of, when: 'later' })).toBe('Schedule: restore 6')
    expect(confirmWords('remove', { ...of, single: 'a:b', count: 1 })).toBe('Remove')
  })
})
