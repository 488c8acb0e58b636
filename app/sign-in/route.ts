import { createElement } from 'react'
import { SignInPage } from '@/components/plain/sign-in-page'
import { authConsole } from '@/lib/server/auth'
import { csrfOf } from '@/lib/server/csrf'
import { htmlResponse, nonceOf } from '@/lib/server/html'
import { hostOf } from '@/lib/server/origin-check'
import { safePathOr } from '@/lib/server/safe-path'
import { isStopOnlySession } from '@/lib/server/session'
import { waitSentence } from '@/lib/server/sign-in-wait'
import { takeTypedEmail } from '@/lib/server/typed-email'

const FAULTS: Record<string, string> = {
  CredentialsSignin: 'E-mail or password is not right. Nothing else is wrong; try again.',
}
/** Sentences of ours that next-auth hands back in the address. */
const OWN_SENTENCES = ['The console cannot ']
const STOP_ONLY = 'You are signed in to stop, and to nothing else: the console could not write its database just then.'

export async function GET(request: Request): Promise<Response> {
  const { searchParams, origin } = new URL(request.url)
  // next-auth comes back after a wrong password with the address it was given.
  const asked = searchParams.get('to') ?? searchParams.get('callbackUrl') ?? '/'
  const to = safePathOr(asked.startsWith(origin) ? asked.slice(origin.length) : pathOf(asked), '/')
  const console = await authConsole()
  const { publicUrl } = console.config
  const host = hostOf(request.headers, publicUrl)
  // This machine under another name: the cookie would not come along. `moved` keeps a proxy from sending us in circles.
  if (host === 'other-loopback' && !searchParams.has('moved')) {
    const location = `${publicUrl}/sign-in?moved&to=${encodeURIComponent(to)}`
    return new Response(null, { status: 303, headers: { location } })
  }
  const error = searchParams.get('error')
  const { token, setCookies } = await csrfOf(request)
  const typed = await takeTypedEmail(console.config, request.headers.get('cookie'))
  const page = createElement(SignInPage, {
    csrfToken: token,
    to,
    // Of the attempt that just failed alone: whoever comes next finds an empty form.
    email: error === null ? undefined : typed?.email,
    fault: error === null ? undefined : (FAULTS[error] ?? waitSentence(error) ?? decodeFault(error)),
    notice: (await isStopOnlySession(console, request.headers)) ? STOP_ONLY : undefined,
    ownAddress: host === 'own' ? undefined : `${publicUrl}${to}`,
    nonce: nonceOf(request),
  })
  const response = await htmlResponse(page)
  if (typed) response.headers.append('set-cookie', typed.setCookie)
  for (const cookie of setCookies) response.headers.append('set-cookie', cookie)
  return response
}

/** The path of an absolute address; safePathOr has the last word on it. */
function pathOf(address: string): string {
  if (!URL.canParse(address)) return address
  const { pathname, search } = new URL(address)
  return `${pathname}${search}`
}

/** A store that fails says so; anything else is our fault, not the person's. */
const decodeFault = (error: string): string =>
  OWN_SENTENCES.some((sentence) => error.startsWith(sentence))
    ? error.slice(0, 200)
    : 'Sign-in did not work in the console itself. Try again in a moment.'
