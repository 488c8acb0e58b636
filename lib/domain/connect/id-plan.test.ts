import { describe, expect, it } from 'vitest'
import { idFault, partFault, splitId, usualParts } from './id-parts'
import { formatPlan, nextFreeId, PLAN_TIERS, planFault, planIds, readPlan } from './id-plan'

const PARTS = ['framework', 'env', 'role', 'instance']
const ID = 'crewai:prod:runner:01'

describe('a drafted id', () => {
  it('begins with what every fleet has', () => {
    expect(usualParts(PARTS, 'crewai').join(':')).toBe('crewai:dev:runner:01')
    expect(usualParts(['team', 'role', 'host'], 'crewai')).toEqual(['', 'runner', ''])
    expect(splitId('a:b', PARTS)).toBeNull()
  })

  it.each([
    [ID, null],
    ['crewai::runner:01', 'Fill in env.'],
    ['crewai: : :01', 'Fill in env and role.'],
    [' crewai:prod:runner:01', 'An id has no white space at its ends.'],
    ['crewai:prod:run\nner:01', 'An id has no line break and no control character.'],
    [`crewai:prod:${'r'.repeat(256)}:01`, 'An id has at most 256 characters; this one has 271.'],
    ['json=5', 'This is no id that an authority registers.'],
    ['an id of another shape', null],
    ['', 'This is no id that an authority registers.'],
    ['crewai:prod:عامل:01', null],
  ])('%j: %s', (id, fault) => expect(idFault(id, PARTS)).toBe(fault))

  it('a part has no colon', () => {
    expect(partFault('a:b')).toContain('no colon')
    expect(partFault('a b')).toBeNull()
  })
})

describe('a plan', () => {
  it('goes through an address and back', () => {
    for (const { rows } of PLAN_TIERS) expect(readPlan(formatPlan(rows))).toEqual(rows)
    expect(readPlan('a*2,nonsense,b*x,c*99999,d*1')).toEqual([
      { role: 'a', count: 2 },
      { role: 'd', count: 1 },
    ])
    expect(readPlan('')).toEqual([])
    expect(readPlan('*3')).toEqual([{ role: '', count: 3 }])
  })

  it('is one id for each surface, as the guide lists them', () => {
    const ids = planIds(PLAN_TIERS[1]?.rows ?? [], ID, PARTS)
    expect(ids).toHaveLength(25)
    expect([ids[0], ids[9], ids[10], ids[24]]).toEqual([
      'crewai:prod:runner:01',
      'crewai:prod:runner:10',
      'crewai:prod:cron-nightly:01',
      'crewai:prod:tool-runner:06',
    ])
    expect(planIds([{ role: 'r', count: 120 }], ID, PARTS)[0]).toBe('crewai:prod:r:001')
  })

  it('follows other patterns', () => {
    const rows = [{ role: 'r', count: 2 }]
    expect(planIds(rows, 'x:y', ['role', 'host'])).toEqual(['r:01', 'r:02'])
    expect(planIds(rows, 'x:y:z', ['instance', 'team', 'role'])).toEqual(['01:y:r', '02:y:r'])
    expect(planIds(rows, 'x:y', ['instance', 'team'])).toEqual(['01:r', '02:r'])
    expect(planIds(rows, 'x', ['bot'])).toEqual(['r-01', 'r-02'])
    expect(planIds(rows, 'x:y:z', PARTS)).toEqual([])
  })

  it.each([
    [[{ role: ' ', count: 1 }], 'Each row needs a role.'],
    [[{ role: 'a:b', count: 1 }], '“a:b” is no role of a plan: it has no colon, comma or asterisk.'],
    [[{ role: 'a,b', count: 1 }], '“a,b” is no role of a plan: it has no colon, comma or asterisk.'],
    [
      [
        { role: 'a', count: 1 },
        { role: 'a ', count: 1 },
      ],
      '“a” is in the plan twice.',
    ],
    [[{ role: 'a', count: 501 }], 'A plan has at most 500 ids; this one has 501.'],
    [[{ role: 'a', count: 500 }], null],
  ])('%j: %s', (rows, fault) => {
    expect(planFault(rows)).toBe(fault)
    if (fault) expect(planIds(rows, ID, PARTS)).toEqual([])
  })
})

it('the next free id counts on from the drafted one', () => {
  const taken = new Set(['a:08', 'a:09', 'b9', 'b10'])
  expect(nextFreeId('a:08', (id) => taken.has(id))).toBe('a:10')
  expect(nextFreeId('b9', (id) => taken.has(id))).toBe('b11')
  expect(nextFreeId('a:x', () => false)).toBeNull()
  expect(nextFreeId('a:1', () => true)).toBeNull()
})
