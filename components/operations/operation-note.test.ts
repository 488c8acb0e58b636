import { expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import { noteOf } from './operation-note'

const NONE = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }
const PROGRESS: OperationProgress = {
  total: 10,
  answered: 4,
  settled: 0,
  retryable: 0,
  perSecond: null,
  leftMs: null,
  at: '2026-11-12T14:00:00.000Z',
}
const operation = (some: Partial<Operation>): Operation => ({
  id: 'op',
  org: 'main',
  kind: 'restore',
  state: 'running',
  by: { id: 'u', name: 'Ada' },
  reason: null,
  selector: null,
  selectionId: null,
  undoes: null,
  undoneBy: null,
  requestedAt: '2026-11-12T14:00:00.000Z',
  acceptedAt: null,
  finishedAt: null,
  authority: 'embedded',
  total: 10,
  outcomes: NONE,
  stop: null,
  error: null,
  ...some,
})

it('says who paused it, or why it waits by itself', () => {
  expect(noteOf(operation({ state: 'paused' }), PROGRESS, 'Bob')).toEqual({
    tone: 'wait',
    happened: 'Bob paused it.',
    means: '4 of 10 devices were answered, 6 not. The others stay as they are.',
    todo: 'Continue to send the rest, or cancel it.',
  })
  const error = {
    code: 'upstream-unavailable',
    message: 'the authority answers nothing clear any more',
    requestId: null,
  }
  expect(noteOf(operation({ state: 'paused', error }), PROGRESS, null)).toMatchObject({
    happened: 'It waits: the authority answers nothing clear any more.',
    todo: 'Continue once the authority answers again, or cancel the rest.',
  })
})

it('says why it halted in a step, or did not begin, and what each choice does', () => {
  const step = { code: 'step', message: 'step 1: a:b is denied or stopped again since. Look into it.', requestId: null }
  expect(noteOf(operation({ state: 'paused', staged: true, error: step }), PROGRESS, null)).toEqual({
    tone: 'wait',
    happened: 'It halted by itself: step 1: a:b is denied or stopped again since. Look into it.',
    means: '4 of 10 devices were answered, 6 not. The others stay as they are.',
    todo: 'Continue goes on with the next step; what was restored stays as it is either way.',
  })
  const changed = { code: 'world-changed', message: 'Ada stopped a:b since; continue for the others.', requestId: null }
  expect(noteOf(operation({ state: 'paused', error: changed }), { ...PROGRESS, answered: 0 }, null)).toMatchObject({
    happened: 'It did not begin: Ada stopped a:b since; continue for the others.',
    means: 'Nothing of it was sent.',
  })
})

it('does not ask for the rest where nothing is left', () => {
  const note = noteOf(operation({ kind: 'revoke', state: 'paused' }), { ...PROGRESS, answered: 10 }, 'Bob')
  expect(note).toMatchObject({
    means: 'All 10 devices were answered, and are not read back yet.',
    todo: 'Continue to have them read back, and it ends.',
  })
})

it('says of a stop that is held up that agents go on working', () => {
  expect(noteOf(operation({ kind: 'revoke', state: 'paused' }), PROGRESS, 'Bob')?.means).toContain('go on working')
})

it('never lets an operation that fell short look ended well', () => {
  const short = operation({ kind: 'revoke', state: 'finished', outcomes: { ...NONE, done: 7, failed: 2, unknown: 1 } })
  expect(noteOf(short, { ...PROGRESS, retryable: 3 }, null)).toEqual({
    tone: 'stop',
    happened: '2 devices failed, 1 device could not be read back.',
    means: 'They were not seen revoked: their agents may go on working. Those not read back may or may not be.',
    todo: 'Each row says why. Retry sends those 3 again, and nothing else.',
  })
  const held = operation({ state: 'finished', outcomes: { ...NONE, done: 9, refused: 1 } })
  expect(noteOf(held, PROGRESS, null)).toMatchObject({ happened: '1 device was refused.', tone: 'wait' })
  expect(noteOf(held, PROGRESS, null)?.todo).toContain('would end the same')
})

it('leads with what it means that an authority is away, not with its address', () => {
  const error = { code: 'upstream-unavailable', message: '127.0.0.1:4040 cannot be reached (X).', requestId: null }
  expect(noteOf(operation({ kind: 'revoke', error }), PROGRESS, null)).toEqual({
    tone: 'wait',
    happened: 'The authority cannot be reached.',
    means: '4 of 10 devices were answered, 6 not. Agents that were not reached go on working.',
    todo: 'It is tried again by itself.',
  })
  const other = { code: 'waiting', message: 'A resume over these devices is under way.', requestId: null }
  expect(noteOf(operation({ kind: 'revoke', error: other }), PROGRESS, null)?.happened).toBe(other.message)
})

it('is silent where nothing needs a word', () => {
  expect(noteOf(operation({}), PROGRESS, null)).toBeNull()
  expect(noteOf(operation({ state: 'finished', outcomes: { ...NONE, done: 10 } }), PROGRESS, null)).toBeNull()
  expect(noteOf(operation({ kind: 'enable', total: 0 }), undefined, null)).toBeNull()
})
