import { expect, it } from 'vitest'
import { byUrgency, sumOrgs } from './all-orgs'
import type { OrgState } from './org-state'

type Change = Record<string, unknown> & {
  [Key in keyof OrgState]?: OrgState[Key] extends object | null
    ? Partial<NonNullable<OrgState[Key]>> | null
    : OrgState[Key]
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function state(slug: string, active: number | null, change: Change = {}): OrgState {
  const counts =
    active === null ? null : { total: active + 1, active, revoked: 1, unknown: 0, running: active, allowed: active }
  const base = {
    org: { slug, name: slug, idPattern: '{role}', parts: ['role'] },
    reading: { status: active === null ? 'loading' : 'fresh', readAt: null, authorityNow: null, error: null },
    execution: { state: 'enabled', changedAt: null, reason: null },
    counts,
    cap: active === null ? null : { limit: 100, used: active },
    orgStop: null,
    contradicted: 0,
    alarms: { contradicted: 0, liftedElsewhere: 0, refusedStops: 0, twinChanged: 0, newestAt: null },
  }
  const merged = Object.fromEntries(
    Object.entries({ ...base, ...change }).map(([key, value]) => {
      const own: unknown = base[key as keyof typeof base]
      return [key, isObject(value) && isObject(own) ? { ...own, ...value } : value]
    }),
  )
  return merged as unknown as OrgState
}

it('adds up what was read, and names what it leaves out', () => {
  const failing = state('old', 5, { reading: { status: 'failing' } })
  expect(
    sumOrgs([state('a', 10), state('b', 20, { cap: { limit: null, used: 20 } }), state('new', null), failing]),
  ).toEqual({
    orgs: 4,
    total: 38,
    active: 35,
    allowed: 35,
    cap: { used: 15, limit: 200 },
    stopped: 0,
    contradicted: 0,
    without: ['new'],
    old: ['old'],
  })
})

it('no cap anywhere is no cap of zero', () => {
  expect(sumOrgs([state('a', 10, { cap: { limit: null } })]).cap).toBeNull()
  expect(sumOrgs([]).cap).toBeNull()
})

it('counts an org that others disabled as stopped', () => {
  expect(sumOrgs([state('a', 10, { execution: { state: 'disabled' } }), state('b', 1)]).stopped).toBe(1)
})

it('begins with what needs a person', () => {
  const states = [
    state('calm', 10),
    state('b-near', 95),
    state('a-stopped', 10, { execution: { state: 'disabled' } }),
    state('away', 10, { reading: { status: 'failing' } }),
    state('rejected', 10, { reading: { status: 'key-rejected' } }),
    state('alarm', 10, { alarms: { contradicted: 2 }, contradicted: 2 }),
    state('a-calm', 10),
  ]
  expect(states.sort(byUrgency).map(({ org }) => org.slug)).toEqual([
    'alarm',
    'rejected',
    'away',
    'a-stopped',
    'b-near',
    'a-calm',
    'calm',
  ])
})
