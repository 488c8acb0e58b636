import { createElement } from 'react'
import { SignInPage } from '@/components/plain/sign-in-page'
import { csrfOf } from '@/lib/server/csrf'
import { htmlResponse, nonceOf } from '@/lib/server/html'
import { safePathOr } from '@/lib/server/safe-path'

const FAULTS: Record<string, string> = {
  CredentialsSignin: 'E-mail or password is not right. Nothing else is wrong; try again.',
}

export async function GET(request: Request): Promise<Response> {
  const { searchParams, origin } = new URL(request.url)
  // next-auth comes back after a wrong password with the address it was given.
  const asked = searchParams.get('to') ?? searchParams.get('callbackUrl') ?? '/'
  const to = safePathOr(asked.startsWith(origin) ? asked.slice(origin.length) : pathOf(asked), '/')
  const error = searchParams.get('error')
  const { token, setCookies } = await csrfOf(request)
  const fault = error === null ? undefined : (FAULTS[error] ?? decodeFault(error))
  const response = await htmlResponse(
    createElement(SignInPage, { csrfToken: token, to, fault, nonce: nonceOf(request) }),
  )
  for (const cookie of setCookies) response.headers.append('set-cookie', cookie)
  return response
}

/** The path of an absolute address; safePathOr has the last word on it. */
function pathOf(address: string): string {
  if (!URL.canParse(address)) return address
  const { pathname, search } = new URL(address)
  return `${pathname}${search}`
}

/** A throttled sign-in says so; anything else is our fault, not the person's. */
const decodeFault = (error: string): string =>
  error.startsWith('Too many attempts')
    ? error.slice(0, 120)
    : 'Sign-in did not work in the console itself. Try again in a moment.'
