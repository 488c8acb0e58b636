import { expect, it } from 'vitest'
import { AppError, fromProblem, InvalidInput, SignInTooOld, toProblem } from '@/lib/domain/errors'
import { isGuardError, missingReason, wantsRecentSignIn } from './error-detail'

const overTheWire = (error: AppError) => fromProblem(JSON.parse(JSON.stringify(toProblem(error, 'request'))))

it('recognises an error that a recent sign-in resolves, not by its sentence', () => {
  for (const sentence of ['Sign in again.', 'Said otherwise.', ''])
    expect(wantsRecentSignIn(overTheWire(new SignInTooOld(sentence)))).toBe(true)
  expect(wantsRecentSignIn(overTheWire(new AppError('forbidden', 'Confirm your password: recent sign-in.')))).toBe(
    false,
  )
})

it('recognises a missing reason by its field, not by its sentence', () => {
  const missing = overTheWire(new InvalidInput('x', [{ path: 'reason', message: 'said otherwise' }]))
  expect([missingReason(missing), isGuardError(missing)]).toEqual(['Said otherwise', true])
  const other = overTheWire(new InvalidInput('reason: is missing', [{ path: 'typed', message: 'a reason is missing' }]))
  expect(isGuardError(other)).toBe(false)
})
