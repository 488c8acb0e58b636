import { expect, it } from 'vitest'
import { takeTypedEmail, withTypedEmail } from './typed-email'

const answer = (location: string) => new Response(null, { status: 302, headers: { location, 'set-cookie': 'other=1' } })
const FAILED = 'https://console.example/sign-in?error=CredentialsSignin'

it('keeps the e-mail of a failed sign-in for the next form, out of the address, and once', () => {
  const response = withTypedEmail(answer(FAILED), 'ana+x@example.org', true)
  expect([response.status, response.headers.get('location')]).toEqual([302, FAILED])
  const [other, cookie = ''] = response.headers.getSetCookie()
  expect(other).toBe('other=1')
  expect(cookie).toMatch(/; Max-Age=60; Path=\/sign-in; HttpOnly; SameSite=Lax; Secure$/)
  const request = new Request('https://console.example/sign-in', {
    headers: { cookie: `a=b; ${cookie.split(';')[0]}` },
  })
  const taken = takeTypedEmail(request, true)
  expect(taken?.email).toBe('ana+x@example.org')
  expect(taken?.setCookie).toContain('Max-Age=0')
})

it('keeps nothing of a sign-in that went well, and nothing that is no e-mail', () => {
  const kept = (location: string, email: unknown) =>
    withTypedEmail(answer(location), email, true).headers.getSetCookie().length > 1
  expect(kept(FAILED, 'ana@example.org')).toBe(true)
  expect(kept('https://console.example/main', 'ana@example.org')).toBe(false)
  expect(kept(FAILED, undefined)).toBe(false)
  expect(kept(FAILED, 'x'.repeat(5_000))).toBe(false)
})

it('takes a cookie that is none of ours for nothing', () => {
  const taking = (cookie: string) => takeTypedEmail(new Request('https://c.example/', { headers: { cookie } }), false)
  expect(taking('a=b')).toBeNull()
  expect(taking('machineid-typed-email=%E0%A4%A')?.email).toBe('')
})
