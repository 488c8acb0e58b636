import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  acknowledgeDevices,
  beginScheduled,
  cancelOperation,
  continueOperation,
  finishStop,
  pauseOperation,
  retryItems,
  type StopResult,
  stateChange,
  waitForAuthority,
} from './operation-state'
import { STOP_STATUSES } from './stop'
import { acceptStop, closeStop, NO_FAULT, type StopState } from './stop-state'

const NOTHING: StopResult = {
  done: 0,
  skipped: 0,
  unknown: 0,
  failed: 0,
  refused: 0,
  withdrawn: 0,
  isEmptyFence: false,
}
const requested: StopState = {
  status: 'requested',
  phase: 'running',
  acceptedAt: null,
  finishedAt: null,
  acceptedRevision: null,
  acceptedAuthorityAt: null,
  fault: NO_FAULT,
}
const endOf = (result: Partial<StopResult>, stop: Partial<StopState> = {}) =>
  finishStop({ ...requested, ...stop }, { ...NOTHING, ...result }, 9)

describe('the end of a stop on devices', () => {
  it.each([
    ['one was read back revoked', { done: 1, failed: 4 }, 'accepted'],
    ['one was revoked already', { skipped: 1, refused: 4 }, 'accepted'],
    ['it is a fence that matches nothing yet', { isEmptyFence: true }, 'accepted'],
    ['none is known to be revoked, one failed', { failed: 1, refused: 4 }, 'unknown'],
    ['one could not be read back', { unknown: 1 }, 'unknown'],
    ['a newer act took all of them back', { skipped: 2, withdrawn: 2 }, 'withdrawn'],
    ['the authority refused what was not taken back', { skipped: 2, withdrawn: 2, refused: 1 }, 'refused'],
    ['the authority refused all', { refused: 3 }, 'refused'],
  ])('%s', (_, result, status) => {
    expect(endOf(result)).toMatchObject({ phase: 'finished', finishedAt: 9, status })
  })

  it('never takes back what the authority acknowledged', () => {
    expect(endOf({ unknown: 3 }, { acceptedAt: 4 })).toMatchObject({ status: 'accepted', acceptedAt: 4 })
  })

  it('leaves one that was lifted, withdrawn, refused or closed meanwhile as it is, whatever became of its items', () => {
    const over = STOP_STATUSES.filter((status) => !['accepted', 'requested', 'queued', 'unknown'].includes(status))
    const count = fc.nat(3)
    fc.assert(
      fc.property(
        fc.constantFrom(...over),
        fc.record({ done: count, skipped: count, unknown: count, failed: count, refused: count, withdrawn: count }),
        (status, result) => {
          expect(endOf(result, { status })).toEqual({ phase: 'finished', finishedAt: 9 })
        },
      ),
    )
  })
})

it('a stop began with its first acknowledgement, however many follow', () => {
  const answer = { revision: 7, authorityAt: 6 }
  expect(acknowledgeDevices({ acceptedAt: null }, 5, answer).acceptedAt).toBe(5)
  expect(acknowledgeDevices({ acceptedAt: 3 }, 5, answer).acceptedAt).toBe(3)
})

it('a stop is queued only if none of what is left can have been taken', () => {
  const fault = { code: 'upstream-unavailable', message: 'not reached' }
  expect(waitForAuthority(true, fault)).toEqual({ status: 'queued', fault })
  expect(waitForAuthority(false, fault)).toEqual({ status: 'unknown', fault })
})

it('what is tried again stays in force if it was, and is requested anew if it was not', () => {
  expect(retryItems({ status: 'accepted' })).not.toHaveProperty('status')
  expect(retryItems({ status: null })).not.toHaveProperty('status')
  expect(retryItems({ status: 'refused' })).toMatchObject({ phase: 'queued', status: 'requested', finishedAt: null })
})

it('only a stop has a status once its time has come', () => {
  expect(beginScheduled({ kind: 'restore', total: 2 })).toEqual({ phase: 'queued', status: null })
  expect(beginScheduled({ kind: 'revoke', total: 2 })).toEqual({ phase: 'queued', status: 'requested' })
  expect(beginScheduled({ kind: 'disable', total: 0 })).toEqual({ phase: 'running', status: 'requested' })
})

it('why it waited for a person is said until it goes on or is cancelled', () => {
  expect(pauseOperation()).toEqual({ phase: 'paused' })
  expect(pauseOperation({ code: 'c', message: 'm' }).fault).toEqual({ code: 'c', message: 'm' })
  expect(continueOperation().fault).toEqual({ code: null, message: null })
  expect(cancelOperation({ clearFault: true }).fault).toEqual({ code: null, message: null })
  expect(cancelOperation({ clearFault: false })).not.toHaveProperty('fault')
})

it('a change names nothing that stays the same', () => {
  const inForce = acceptStop(requested, 5, { revision: 9, authorityAt: 4, requestId: 'r' })
  expect(stateChange(inForce, closeStop(inForce))).toEqual({ status: 'closed' })
  expect(stateChange(inForce, inForce)).toEqual({})
})
