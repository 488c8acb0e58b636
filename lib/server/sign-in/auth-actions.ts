/**
 * The addresses of the auth framework that this console uses: signing in and signing out, each a form posted to it. Its others
 * answer any client and write its text into our log, or answer garbage with 500; here they are not served.
 */
import { randomUUID } from 'node:crypto'
import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { addressOf } from '../request/address'
import { readForm } from '../request/read-form'
import { safePathOr } from '../request/safe-path'
import { problemResponse } from '../route'
import { type AuthVisit, authConsole, authOptions } from './auth'
import { finishAuth } from './finish-auth'

const SIGN_IN = 'callback/credentials'
const ACTIONS = [SIGN_IN, 'signout']

/** True for what the console's own forms ask for. @param action the path after `/api/auth/` */
export const isUsedAction = (method: string, action: string): boolean => method === 'POST' && ACTIONS.includes(action)

/** The framework takes its orders from other fields too. */
const FIELDS = ['csrfToken', 'callbackUrl', 'email', 'password']
const FORM = 'application/x-www-form-urlencoded'
const FORM_BYTES_MAX = 16_384

export async function answerAuth(
  request: Request,
  { params }: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const { nextauth } = await params
  const action = nextauth.join('/')
  if (!isUsedAction(request.method, action)) return problemResponse(nothing(), randomUUID())
  const form = await readForm(request, FORM_BYTES_MAX)
  if (!form) return problemResponse(noForm(), randomUUID())
  const console = await authConsole()
  const { publicUrl } = console.config
  // Made anew from the fields alone: no query, and no body of another kind, reaches the framework.
  const inner = new NextRequest(new URL(`/api/auth/${action}`, publicUrl), {
    method: 'POST',
    headers: { 'content-type': FORM },
    body: new URLSearchParams(FIELDS.map((name) => [name, form.get(name) ?? ''])),
  })
  const to = safePathOr(form.get('callbackUrl'), '/')
  const visit: AuthVisit = { address: addressOf(request.headers, console.config) }
  const options = authOptions(console, visit)
  const answer: Response = await NextAuth(inner, { params: Promise.resolve({ nextauth }) }, options).catch(
    (error: unknown) => {
      console.deps.log.error({ err: error, action }, 'the auth framework failed')
      return toForm(publicUrl, to, 'internal')
    },
  )
  return finishAuth(console, request, visit, backToForm(answer, publicUrl, to))
}

/** If the framework redirects to an address of its own, which names a fault, the form shows the fault instead. */
function backToForm(response: Response, publicUrl: string, to: string): Response {
  const location = response.headers.get('location')
  if (location === null) return response
  const { pathname, searchParams } = new URL(location, publicUrl)
  if (!pathname.startsWith('/api/auth/')) return response
  const code = searchParams.get('error') ?? (searchParams.has('csrf') ? 'form-expired' : 'internal')
  const form = toForm(publicUrl, to, code)
  for (const cookie of response.headers.getSetCookie()) form.headers.append('set-cookie', cookie)
  return form
}

const toForm = (publicUrl: string, to: string, error: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location: `${publicUrl}/sign-in?${new URLSearchParams({ error, to })}`, 'cache-control': 'no-store' },
  })

const nothing = () => new AppError('not-found', 'There is nothing at this address. Sign in at /sign-in.')
const noForm = () => new InvalidInput('The form that was sent cannot be read. Open /sign-in and try again.')
