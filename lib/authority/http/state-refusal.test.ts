import { expect, it } from 'vitest'
import { StateError } from '../state/state-error'
import { stateRefusal } from './state-refusal'

it('closes sign-up where there are as many orgs as this authority keeps', () => {
  expect(stateRefusal(new StateError({ code: 'org-limit-reached', limit: 10_000, by: 'sign-up' }))).toMatchObject({
    status: 403,
    error: 'signup_closed',
    message: 'This authority keeps at most 10000 orgs.',
    data: {},
  })
})

it('keeps the cause for the log', () => {
  const cause = new Error('disk full')
  expect(stateRefusal(new StateError({ code: 'not-written' }, { cause }))).toMatchObject({ status: 500, cause })
})
