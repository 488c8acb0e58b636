import { expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import {
  operationResult,
  operationScope,
  operationTitle,
  outcomeSentence,
  progressSentence,
  resultLine,
  stepSentence,
} from './operation-words'

const progress = { total: 10_000, settled: 0, retryable: 0, at: '' }

it('says how far, how fast and how long, as far as it is known', () => {
  const sentence = (answered: number, perSecond: number | null, leftMs: number | null) =>
    progressSentence({ ...progress, answered, perSecond, leftMs })
  expect(sentence(4_200, 820.4, 7_073)).toBe('4,200 of 10,000 answered · 820 a second · about 8 s left')
  expect(sentence(3, 0.2, 3_600_000)).toBe('3 of 10,000 answered · less than 1 a second · about 1 h left')
  expect(sentence(0, null, null)).toBe('0 of 10,000 answered')
  expect(sentence(10_000, 900, 0)).toBe('all 10,000 answered · reading them back')
  expect(progressSentence({ ...progress, answered: 10_000, perSecond: null, leftMs: null }, 'paused')).toBe(
    'all 10,000 answered',
  )
})

it('names the worst outcome first, and calls no device so already that was cancelled', () => {
  const outcomes = { pending: 1, done: 2, refused: 3, failed: 4, unknown: 5, skipped: 6 }
  expect(outcomeSentence('revoke', outcomes)).toBe(
    '4 failed, 5 not known, 3 refused, 2 revoked, 6 skipped, 1 no outcome yet',
  )
})

it('names a fence by what it is of, and what lifts one', () => {
  const of = { kind: 'revoke', total: 6, undoes: null, selector: 'env:prod role:tool-*' } as const
  const fence = { endsAt: null, remindAt: null, endedAt: null, liftedAt: null }
  expect(operationTitle({ ...of, fence })).toBe('Fence: revoke env:prod role:tool-*')
  expect(operationTitle({ ...of, selector: '', fence })).toBe('Fence: revoke the whole fleet')
  expect(operationTitle(of)).toBe('Revoke of 6 devices')
  expect(operationTitle({ ...of, kind: 'restore', undoes: 'op' })).toBe('Undo: Restore of 6 devices')
  expect(operationTitle({ ...of, kind: 'restore', undoes: 'op', liftsFence: true })).toBe(
    'Lift of a fence: Restore of 6 devices',
  )
})

it('distinguishes a scheduled one, one that was withdrawn, and one that began', () => {
  const none = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }
  const of = { kind: 'restore', total: 2, stop: null, error: null, startAt: '2026-11-12T15:00:00.000Z' }
  const result = (some: Partial<Operation>) => operationResult({ ...of, outcomes: none, ...some } as Operation).text
  expect(result({ state: 'scheduled', finishedAt: null })).toBe('Scheduled')
  const skipped = { ...none, skipped: 2 }
  expect(result({ state: 'finished', finishedAt: '2026-11-12T14:59:00.000Z', outcomes: skipped })).toBe(
    'Withdrawn before it began',
  )
  expect(result({ state: 'finished', finishedAt: '2026-11-12T15:00:01.000Z', outcomes: skipped })).toBe('2 skipped')
})

it('says which step a restore is in, and whom it waits for', () => {
  const step = { step: 2, steps: 3, devices: 4, validating: 4, stopped: 0, waitsFor: [] }
  expect(stepSentence(step)).toBe('Step 2 of 3: 4 of 4 active and validating')
  expect(stepSentence({ ...step, validating: 2 })).toBe(
    'Step 2 of 3: 2 of 4 active and validating · waits for 2 devices',
  )
  expect(stepSentence({ ...step, devices: 9, validating: 4, stopped: 1 })).toBe(
    'Step 2 of 3: 4 of 9 active and validating · 1 denied or stopped · waits for 5 devices',
  )
  expect(stepSentence({ ...step, validating: 3, stopped: 1 }, true)).toBe(
    'Step 2 of 3: 3 of 4 active and validating · 1 denied or stopped · not so: 1 device',
  )
  expect(stepSentence({ ...step, devices: 0, validating: 0 })).toBe('Step 2 of 3: being sent')
})

it('says of a revoke that was taken back that it was, and how much of it', () => {
  const counts = { confirmed: 6, asked: 0, waiting: 0, contradicted: 0 }
  const outcomes = { pending: 0, done: 6, refused: 0, failed: 0, unknown: 0, skipped: 1 }
  const result = (status: string, confirmed: number, state = 'finished') =>
    operationResult({
      kind: 'revoke',
      state,
      total: 7,
      outcomes,
      stop: { status, counts: { ...counts, confirmed } },
    } as unknown as Operation).text
  expect(result('accepted', 6)).toBe('6 revoked, 1 skipped')
  expect(result('accepted', 4)).toBe('6 revoked (2 of them lifted since), 1 skipped')
  expect(result('lifted', 0)).toBe('6 revoked (lifted since), 1 skipped')
  expect(result('lifted-elsewhere', 0)).toBe('6 revoked (lifted since), 1 skipped')
  expect(result('unknown', 0)).toBe('6 revoked, 1 skipped')
})

it('says the result of a stop with its evidence once, and leaves out no device that fell short', () => {
  const counts = { confirmed: 0, asked: 0, waiting: 6, contradicted: 0 }
  const outcomes = { pending: 0, done: 6, refused: 0, failed: 0, unknown: 0, skipped: 0 }
  const line = (some: object) =>
    resultLine({
      kind: 'revoke',
      state: 'finished',
      total: 6,
      outcomes,
      stop: { status: 'accepted', counts },
      ...some,
    } as Operation)
  expect(line({})).toBe('0 of 6 confirmed · 6 waiting')
  expect(line({ total: 7, outcomes: { ...outcomes, failed: 1 } })).toBe(
    '1 failed, 6 revoked · 0 of 6 confirmed · 6 waiting',
  )
  expect(line({ stop: { status: 'accepted', counts: { ...counts, waiting: 4 } } })).toContain('2 of them lifted since')
  expect(line({ stop: { status: 'unknown', counts } })).toBe('6 revoked')
  const all = {
    kind: 'disable',
    total: 0,
    stop: { status: 'accepted', counts: { ...counts, confirmed: 6, waiting: 0 } },
  }
  expect(line(all)).toBe('All 6 denied')
})

it('names one device by its id, and of several what they were picked by', () => {
  const of = { kind: 'revoke', total: 6, undoes: null, selector: null, firstDevice: 'crewai:prod:runner:01' } as const
  expect(operationTitle(of)).toBe('Revoke of 6 devices')
  expect(operationTitle({ ...of, total: 1 })).toBe('Revoke of crewai:prod:runner:01')
  expect(operationTitle({ ...of, total: 1, firstDevice: undefined })).toBe('Revoke of 1 device')
  expect(operationTitle({ ...of, kind: 'disable', total: 1 })).toBe('Stop of the whole org')
  expect(operationScope(of)).toBe('crewai:prod:runner:01 and 5 more')
  const groups = [
    { role: 'planner', env: 'prod', count: 4 },
    { role: 'runner', env: 'prod', count: 2 },
  ]
  expect(operationScope({ ...of, groups })?.replace(/[\u2066-\u2069]/g, '')).toBe('planner and runner in prod')
  expect(operationScope({ ...of, groups: [{ role: 'other', env: 'other', count: 6 }] })).toBe(
    'crewai:prod:runner:01 and 5 more',
  )
  expect(operationScope({ ...of, total: 1 })).toBeNull()
  expect(operationScope({ ...of, selector: 'role:runner' })).toBe('role:runner')
  expect(operationScope({ ...of, selector: '' })).toBe('the whole fleet')
  expect(operationScope({ ...of, selector: 'role:runner', fence: true })).toBeNull()
  expect(operationScope({ ...of, kind: 'enable', selector: '' })).toBeNull()
})
