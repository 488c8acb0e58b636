import { expect, it } from 'vitest'
import { dayChanges } from './day-changes'

const sample = (at: number, values: Partial<Parameters<typeof dayChanges>[0][number]> = {}) => ({
  at,
  active: 10,
  revoked: 0,
  cap: 100,
  registrations: 10,
  ...values,
})

it('compares the oldest sample of the day with the newest', () => {
  expect(
    dayChanges([sample(0), sample(1, { active: 3 }), sample(2, { active: 12, revoked: 4, cap: 250 })], [], null),
  ).toEqual({
    since: '1970-01-01T00:00:00.000Z',
    registered: 0,
    active: { from: 10, to: 12 },
    revoked: { from: 0, to: 4 },
    cap: { from: 100, to: 250 },
    operations: [],
  })
})

it('says nothing of a cap that did not change', () => {
  expect(dayChanges([sample(0), sample(1)], [], null).cap).toBeNull()
  expect(dayChanges([sample(0, { cap: null }), sample(1)], [], null).cap).toEqual({ from: null, to: 100 })
})

it('registrations grow across an authority that began to count anew', () => {
  const totals = [10, 12, 1, 4].map((registrations, at) => sample(at, { registrations }))
  expect(dayChanges(totals, [], null).registered).toBe(2 + 1 + 3)
})

it('registrations are not known if the authority does not count them at either end', () => {
  expect(dayChanges([sample(0, { registrations: null }), sample(1)], [], null).registered).toBeNull()
  expect(dayChanges([sample(0), sample(1, { registrations: null })], [], null).registered).toBeNull()
  expect(
    dayChanges([sample(0), sample(1, { registrations: null }), sample(2, { registrations: 15 })], [], null).registered,
  ).toBe(5)
})

it('one sample, or none, compares with nothing; what was requested is known all the same', () => {
  const revokes = { kind: 'revoke', operations: 2, devices: 5 } as const
  for (const samples of [[], [sample(0)]])
    expect(dayChanges(samples, [revokes, { kind: 'restore', operations: 0, devices: 0 }], null)).toEqual({
      since: null,
      registered: null,
      active: null,
      revoked: null,
      cap: null,
      operations: [revokes],
    })
})

it('compares with what was read last: a rise and a fall are there at once, before a sample is', () => {
  for (const active of [7, 13]) {
    const now = sample(2, { active, revoked: 10 - Math.min(active, 10), registrations: active })
    for (const samples of [[sample(0)], [sample(0), sample(1)]])
      expect(dayChanges(samples, [], now)).toMatchObject({
        since: '1970-01-01T00:00:00.000Z',
        active: { from: 10, to: active },
      })
  }
})

it('what is known now is compared with nothing where there is no sample', () => {
  expect(dayChanges([], [], sample(3))).toMatchObject({ since: null, active: null })
})

it('a reading without usage says neither that the cap is gone nor that nothing registered', () => {
  const now = sample(2, { cap: null, registrations: null })
  expect(dayChanges([sample(0), sample(1, { registrations: 12 })], [], now)).toMatchObject({ cap: null, registered: 2 })
})
