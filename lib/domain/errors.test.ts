import { expect, it, vi } from 'vitest'
import { AppError, InvalidInput, toProblem, UpstreamError } from './errors'

it('recognises the errors of another copy of this module: what the server loaded first, a route catches', async () => {
  vi.resetModules()
  const other = await import('./errors')
  expect(Object.is(other.AppError, AppError)).toBe(false)
  const refused = new other.UpstreamError('upstream-denied', 'The authority said no.', { upstreamStatus: 403 })
  expect(refused instanceof UpstreamError).toBe(true)
  expect(refused instanceof AppError).toBe(true)
  expect(refused instanceof InvalidInput).toBe(false)
  expect(toProblem(refused, 'r')).toMatchObject({ status: 409, code: 'upstream-denied', upstreamStatus: 403 })
  const invalid = new other.InvalidInput('Too many.', [{ path: 'q', message: 'too many' }])
  expect(toProblem(invalid, 'r')).toMatchObject({ status: 422, issues: [{ path: 'q', message: 'too many' }] })
  expect(toProblem(new other.AppError('rate-limited', 'Later.'), 'r').status).toBe(429)
})

it('takes nothing else for one of its own', () => {
  for (const value of [new Error('x'), null, undefined, 'AppError', { name: 'AppError', code: 'internal' }])
    expect(value instanceof AppError).toBe(false)
})
