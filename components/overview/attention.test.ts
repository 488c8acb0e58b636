import { expect, it } from 'vitest'
import { orgStateWords } from '@/components/words/org-state-words'
import type { Operation } from '@/lib/domain/operation'
import type { OrgState, StopSummary } from '@/lib/domain/wire/org-state'
import { attentionOf } from './attention'

const COUNTS = { confirmed: 2, asked: 0, waiting: 1, contradicted: 0 }
const state = (more: Partial<OrgState> = {}): OrgState => ({
  org: { slug: 'main', name: 'main', idPattern: '', parts: [] },
  authority: { name: 'MachineID', kind: 'machineid', url: '' },
  role: 'viewer',
  permissions: ['see'],
  reading: { status: 'fresh', readAt: '2026-11-26T10:00:00.000Z', authorityNow: null, error: null },
  execution: { state: 'enabled', changedAt: null, reason: null },
  counts: { total: 3, active: 3, revoked: 0, unknown: 0, running: 3, allowed: 3 },
  cap: { limit: 1_000, used: 3, remaining: 997 },
  orgStop: null,
  contradicted: 0,
  alarms: { contradicted: 0, liftedElsewhere: 0, refusedStops: 0, twinChanged: 0, newestAt: null },
  openOperations: 0,
  capabilities: { orgDisable: 'yes', batch: 'yes', deltas: 'yes' },
  at: '2026-11-26T10:00:00.000Z',
  ...more,
})
const stop = (more: Partial<StopSummary> = {}): StopSummary => ({
  operationId: 'op',
  kind: 'disable',
  status: 'accepted',
  by: { id: 'u', name: 'Ada' },
  requestedAt: '2026-11-26T09:00:00.000Z',
  acceptedAt: '2026-11-26T09:00:01.000Z',
  reason: null,
  total: 0,
  counts: COUNTS,
  ...more,
})
const NOTHING = { waiting: { operations: [], total: 0 }, capNear: null, lostRotation: null }
const disabled = { state: 'disabled', changedAt: '2026-11-26T08:00:00.000Z', reason: null } as const

it('is empty when nothing needs a person', () => expect(attentionOf(state(), NOTHING)).toEqual([]))

it('a stop in force: since its acceptance, how far it got, and the way to it', () => {
  const [item] = attentionOf(state({ execution: disabled, orgStop: stop({ reason: 'leak' }) }), NOTHING)
  expect(item).toMatchObject({
    tone: 'stop',
    word: 'Stop in force',
    text: '“leak”',
    since: '2026-11-26T09:00:01.000Z',
    event: 'accepted',
    counts: COUNTS,
    act: { href: '/main/operations/op' },
  })
})

it('does not repeat the header: all are denied there, in force here', () => {
  const counts = { confirmed: 3, asked: 0, waiting: 0, contradicted: 0 }
  const all = state({ execution: disabled, orgStop: stop({ counts }) })
  expect(orgStateWords(all).headline).toBe('All 3 denied')
  expect(attentionOf(all, NOTHING)[0]?.word).toBe('Stop in force')
})

it('a stop that is accepted while agents are allowed is not said to be in force', () => {
  expect(attentionOf(state({ orgStop: stop() }), NOTHING)[0]?.word).toBe('Stop accepted, yet agents are allowed')
})

it('a stop that is queued is not said to be in force, and has no evidence', () => {
  const [item] = attentionOf(state({ orgStop: stop({ status: 'queued', acceptedAt: null }) }), NOTHING)
  expect(item).toMatchObject({ tone: 'wait', since: '2026-11-26T09:00:00.000Z', event: 'requested' })
  expect(item?.word).toBe('Stop queued, not in force')
  expect(item).not.toHaveProperty('counts')
})

it('a stop of another console: since when the authority says, and that it is not ours', () => {
  expect(attentionOf(state({ execution: disabled }), NOTHING)[0]).toMatchObject({
    word: 'Stopped elsewhere',
    text: 'not by this console',
    since: '2026-11-26T08:00:00.000Z',
  })
})

it.each([
  [{ limit: 100, used: 89, remaining: 11 }, undefined],
  [{ limit: 100, used: 90, remaining: 10 }, 'Cap nearly reached'],
  [{ limit: 100, used: 100, remaining: 0 }, 'Cap reached'],
  [{ limit: 100, used: 104, remaining: -4 }, 'Over the cap'],
  [{ limit: null, used: 104 }, undefined],
])('cap %o: %s', (cap, word) => {
  expect(attentionOf(state({ cap }), { ...NOTHING, capNear: { at: 'x', isOlder: false } })[0]?.word).toBe(word)
})

it('a cap that was near in the oldest sample is so since before it; without a sample it is not known since when', () => {
  const near = state({ cap: { limit: 100, used: 95, remaining: 5 } })
  expect(attentionOf(near, { ...NOTHING, capNear: { at: 'x', isOlder: true } })[0]).toMatchObject({
    since: 'x',
    isOlder: true,
  })
  expect(attentionOf(near, NOTHING)[0]?.since).toBeNull()
})

it('operations that wait for a person are named, and those beyond are counted', () => {
  const waiting = {
    id: 'w',
    kind: 'restore',
    state: 'paused',
    error: null,
    total: 6,
    requestedAt: 'then',
    undoes: null,
    selector: null,
  } as unknown as Operation
  const items = attentionOf(state(), { ...NOTHING, waiting: { operations: [waiting], total: 4 } })
  expect(items.map(({ word, text, act }) => [word, text, act.href])).toEqual([
    ['Paused, waits for a person', 'Restore of 6 devices', '/main/operations/w'],
    ['3 more', 'operations wait for a person', '/main/operations'],
  ])
})

it('the stop comes before what waits, and that before the cap', () => {
  const all = state({ execution: disabled, orgStop: stop(), cap: { limit: 3, used: 3, remaining: 0 } })
  expect(attentionOf(all, { ...NOTHING, waiting: { operations: [], total: 2 } }).map(({ kind }) => kind)).toEqual([
    'stop',
    'operation',
    'cap',
  ])
})

it('a rotation whose outcome is not known: which key, until when there is time, and the way to recover it', () => {
  const lostRotation = {
    kind: 'org' as const,
    keyName: null,
    requestedAt: '2026-11-26T09:00:00.000Z',
    until: '2026-11-26T09:05:00.000Z',
  }
  const [item] = attentionOf(state(), { ...NOTHING, lostRotation })
  expect(item).toMatchObject({ tone: 'stop', act: { label: 'Open', href: '/main/keys/rotation' } })
  expect(item?.text).toContain('the org key was rotated is not known. The time to recover it was over')
  const admin = state({ permissions: ['administer'], at: '2026-11-26T09:04:00.000Z' })
  const [early] = attentionOf(admin, { ...NOTHING, lostRotation })
  expect([early?.act.label, early?.text]).toEqual(['Recover', expect.stringContaining('Recover it before')])
})
