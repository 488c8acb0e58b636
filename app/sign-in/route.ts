import { createElement } from 'react'
import { SignInPage } from '@/components/plain/sign-in-page'
import type { SignInForm } from '@/lib/domain/wire/sign-in-form'
import { htmlResponse, nonceOf } from '@/lib/server/request/html'
import { hostOf } from '@/lib/server/request/origin-check'
import { safePathOr } from '@/lib/server/request/safe-path'
import { signInFault } from '@/lib/server/request/sign-in-faults'
import { takeTypedEmail } from '@/lib/server/request/typed-email'
import { isStopOnlySession } from '@/lib/server/session'
import { authConsole } from '@/lib/server/sign-in/auth'
import { csrfOf } from '@/lib/server/sign-in/csrf'

const STOP_ONLY = 'You are signed in to stop, and to nothing else: the console could not write its database just then.'

export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const to = safePathOr(searchParams.get('to'), '/')
  const console = await authConsole()
  const { publicUrl } = console.config
  const host = hostOf(request.headers, console.config)
  // This machine under another name: the cookie would not come along. `moved` keeps a proxy from sending us in circles.
  if (host === 'other-loopback' && !searchParams.has('moved')) {
    const location = `${publicUrl}/sign-in?moved&to=${encodeURIComponent(to)}`
    return new Response(null, { status: 303, headers: { location } })
  }
  const error = searchParams.get('error')
  const fault = error === null ? undefined : signInFault(error)
  const { token, setCookies } = await csrfOf(request)
  const typed = await takeTypedEmail(console.config, request.headers.get('cookie'))
  const answer = async () =>
    htmlResponse(
      createElement(SignInPage, {
        csrfToken: token,
        to,
        // Only right after a failed attempt: the next person at this browser finds an empty form.
        email: error === null ? undefined : typed?.email,
        fault: fault?.detail,
        notice: (await isStopOnlySession(console, request.headers)) ? STOP_ONLY : undefined,
        ownAddress: host === 'own' ? undefined : `${publicUrl}${to}`,
        nonce: nonceOf(request),
      }),
    )
  // A page of ours that signs in without being left asks for the data alone.
  const response = isForScript(request) ? dataResponse({ csrfToken: token, fault }) : await answer()
  if (typed) response.headers.append('set-cookie', typed.setCookie)
  for (const cookie of setCookies) response.headers.append('set-cookie', cookie)
  return response
}

const isForScript = (request: Request): boolean => request.headers.get('accept') === 'application/json'

const dataResponse = (form: SignInForm): Response =>
  Response.json(form, { headers: { 'cache-control': 'no-store', vary: 'accept' } })
