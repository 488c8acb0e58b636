/** Of the auth framework's addresses two answer; at the others there is nothing, in one short problem that writes no log. */
import { expect, it, vi } from 'vitest'
import { answerAuth, isUsedAction } from './auth-actions'

const FORM = 'application/x-www-form-urlencoded'
const ask = (method: string, action: string, type = FORM, body = 'csrfToken=x') => {
  const request = new Request(`http://127.0.0.1:3000/api/auth/${action}`, {
    method,
    ...(method === 'POST' ? { headers: { 'content-type': type }, body } : {}),
  })
  return answerAuth(request, { params: Promise.resolve({ nextauth: action.split('/') }) })
}

const UNUSED = [
  ['POST', '_log'],
  ['GET', '_log'],
  ['GET', 'session'],
  ['POST', 'session'],
  ['GET', 'providers'],
  ['GET', 'csrf'],
  ['GET', 'error'],
  ['GET', 'signin'],
  ['POST', 'signin/credentials'],
  ['GET', 'signout'],
  ['GET', 'verify-request'],
  ['GET', 'callback/credentials'],
  ['POST', 'callback/other'],
  ['POST', 'callback/credentials/more'],
  ['POST', '__proto__'],
]

it.each(UNUSED)('%s %s answers 404 with a problem', async (method, action) => {
  const write = vi.spyOn(process.stdout, 'write')
  const response = await ask(
    method,
    action,
    'application/json',
    JSON.stringify({ level: 'error', code: 'x'.repeat(10_000) }),
  )
  expect(write).not.toHaveBeenCalled()
  write.mockRestore()
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect((await response.text()).length).toBeLessThan(500)
})

it.each([
  ['application/json', '{'],
  ['multipart/form-data; boundary=x', 'x'],
  ['text/plain', 'csrfToken=x'],
  [FORM, `email=${'x'.repeat(20_000)}`],
])('refuses a sign-in that is sent as %s before the framework reads it', async (type, body) => {
  const response = await ask('POST', 'callback/credentials', type, body)
  expect(response.status).toBe(422)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
})

it('finds a door that closes the log address alone, or asks for no method (mutants)', () => {
  const answered = (isUsed: typeof isUsedAction) =>
    UNUSED.filter(([method, action]) => isUsed(method as string, action as string)).length
  expect(answered(isUsedAction)).toBe(0)
  expect(answered((_, action) => action !== '_log')).toBeGreaterThan(0)
  expect(answered((_, action) => isUsedAction('POST', action))).toBeGreaterThan(0)
  expect(answered((method, action) => method === 'POST' && action.startsWith('callback/'))).toBeGreaterThan(0)
})
