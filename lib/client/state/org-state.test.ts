import { expect, it } from 'vitest'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { agedState, gistOf, newerState } from './org-state'

const state = (at: string, more: Partial<OrgState> = {}): OrgState => ({
  org: { slug: 'main', name: 'main', idPattern: '{env}', parts: ['env'] },
  authority: { name: 'embedded authority', kind: 'embedded', url: 'http://127.0.0.1:4040' },
  role: 'viewer',
  permissions: ['see'],
  reading: { status: 'fresh', readAt: at, authorityNow: at, error: null },
  execution: { state: 'enabled', changedAt: null, reason: null },
  counts: { total: 5, active: 5, revoked: 0, unknown: 0, running: 5, allowed: 5 },
  cap: null,
  orgStop: null,
  contradicted: 0,
  alarms: { contradicted: 0, liftedElsewhere: 0, refusedStops: 0, twinChanged: 0, newestAt: null },
  openOperations: 0,
  capabilities: { orgDisable: 'yes', batch: 'yes', deltas: 'yes' },
  at,
  ...more,
})
const earlier = state('2026-11-12T14:02:07.000Z')
const later = state('2026-11-12T14:02:09.000Z')

it('takes the state that was made later, in whichever order they arrive', () => {
  expect(newerState(earlier, later)).toBe(later)
  expect(newerState(later, earlier)).toBe(later)
  expect(newerState(undefined, earlier)).toBe(earlier)
})

it('follows a clock that was set back, instead of showing the past for as long', () => {
  const afterStep = state('2026-11-12T13:02:09.000Z')
  expect(newerState(later, afterStep)).toBe(afterStep)
})

it('distinguishes news from mere age', () => {
  expect(gistOf(later)).toBe(gistOf(earlier))
  const disabled = { state: 'disabled', changedAt: null, reason: null } as const
  expect(gistOf(state(later.at, { execution: disabled }))).not.toBe(gistOf(earlier))
  const alarms = { contradicted: 1, liftedElsewhere: 0, refusedStops: 0, twinChanged: 0, newestAt: later.at }
  expect(gistOf(state(later.at, { alarms }))).not.toBe(gistOf(earlier))
  expect(gistOf(state(later.at, { openOperations: 1 }))).not.toBe(gistOf(earlier))
  expect(gistOf(state(later.at, { fences: { standing: 1, due: null } }))).not.toBe(gistOf(earlier))
})

it('marks a state that is not known to be the present, and keeps what was wrong with it before', () => {
  expect(agedState(later).reading.status).toBe('stale')
  const rejected = state(later.at, { reading: { ...later.reading, status: 'key-rejected' } })
  expect(agedState(rejected)).toBe(rejected)
})
