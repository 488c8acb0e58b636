import { expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { leftWords } from './operation-left'

const outcomes = { pending: 0, done: 25, refused: 0, failed: 0, unknown: 0, skipped: 0 }
const counts = { confirmed: 25, asked: 0, waiting: 0, contradicted: 0 }
const left = (some: object, progress?: object) =>
  leftWords(
    { kind: 'revoke', state: 'finished', total: 25, outcomes, stop: null, finishedAt: null, ...some } as Operation,
    progress as never,
  )
const stop = (status: string, of: object = {}) => ({ stop: { status, counts: { ...counts, ...of } } })

it('says what is left while it is under way, from the sums of the console', () => {
  expect(left({ state: 'running' }, { total: 25, answered: 5 })).toBe('20 devices left to send')
  expect(left({ state: 'running' })).toBe('')
  expect(left({ state: 'scheduled' })).toBe('nothing of it was sent yet')
})

it('never says that nothing is left while a device was not heard from, or a try is left', () => {
  expect(left(stop('accepted'))).toBe('nothing left to wait for')
  expect(left({ kind: 'restore' })).toBe('nothing left to do')
  expect(left(stop('accepted', { confirmed: 19, waiting: 6 }))).toBe('6 not heard from yet')
  expect(left(stop('accepted', { asked: 1 }))).toBe('1 asked, answer not shown')
  expect(left(stop('accepted', { contradicted: 1, waiting: 2 }), { retryable: 3 })).toBe(
    '1 contradicted, 3 to try again, 2 not heard from yet',
  )
})

it('claims nothing of a stop that is queued, unknown, refused, withdrawn or lifted', () => {
  for (const status of ['queued', 'unknown', 'requested', 'lifted', 'lifted-elsewhere', 'withdrawn', 'closed'])
    expect(left({ ...stop(status, { waiting: 3 }), outcomes: { ...outcomes, failed: 2 } })).toBe('')
  expect(left(stop('refused'))).toBe('nothing was stopped')
})

it('leaves out what the confirmations beside it count, and still never says that nothing is left', () => {
  const beside = (of: object, progress?: object) =>
    leftWords(
      {
        kind: 'revoke',
        state: 'finished',
        total: 25,
        outcomes,
        finishedAt: null,
        ...stop('accepted', of),
      } as Operation,
      progress as never,
      false,
    )
  expect(beside({ confirmed: 19, waiting: 6 })).toBe('')
  expect(beside({ contradicted: 1, waiting: 2 }, { retryable: 2 })).toBe('2 to try again')
  expect(beside({})).toBe('nothing left to wait for')
})
