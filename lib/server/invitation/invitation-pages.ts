/**
 * `/invitation?code=…`: a GET shows what the link is good for and uses nothing, because a mail program may open it before its person
 * does; the form of that page uses it.
 */
import { randomUUID } from 'node:crypto'
import { createElement } from 'react'
import { InvitationPage } from '@/components/plain/invitation-page'
import { MessagePage } from '@/components/plain/message-page'
import { AppError, toProblem } from '@/lib/domain/errors'
import { NAME_RULE, readName } from '@/lib/domain/people/read-name'
import { readNewPassword } from '@/lib/domain/sign-in/password'
import { signOut } from '@/lib/services/access/end-session'
import { type Accepted, acceptInvitation, readInvitation } from '@/lib/services/people/accept-invitation'
import { getConsole } from '../composition'
import type { Console } from '../console'
import { addressOf } from '../request/address'
import { setCookie } from '../request/cookie-name'
import { htmlResponse, nonceOf } from '../request/html'
import { checkOrigin } from '../request/origin-check'
import { readForm } from '../request/read-form'
import { isUseOfStop } from '../request/session-use'
import { readActor, readSessionId } from '../session'
import { signInNewPerson } from '../sign-in/sign-in-new-person'

type Typed = { name: string; fault?: string }

export const getInvitation = (request: Request): Promise<Response> =>
  answer(request, async (console) => {
    const code = new URL(request.url).searchParams.get('code') ?? ''
    const actor = await readActor(console, request.headers, { used: isUseOfStop(request) })
    return shown(request, code, await readInvitation(console.deps, code, actor), actor?.email)
  })

export const postInvitation = (request: Request): Promise<Response> =>
  answer(request, async (console, requestId) => {
    checkOrigin(request.headers, console.config)
    const form = await readForm(request)
    const field = (name: string) => form?.get(name) ?? ''
    const code = field('code')
    const actor = await readActor(console, request.headers, { used: isUseOfStop(request) })
    const from = { address: addressOf(request.headers, console.config), requestId }
    if (form?.has('sign-out')) return signedOut(console, request, code, from)
    const name = field('name')
    const fault = form?.has('password') ? faultOf(name, field('password'), field('again')) : undefined
    if (fault)
      return shown(request, code, await readInvitation(console.deps, code, actor), actor?.email, { name, fault })
    const newAccount = form?.has('password') ? { name: readName(name) ?? '', password: field('password') } : null
    const accepted = await acceptInvitation(console.deps, { code, actor, newAccount }, from)
    if (accepted.state !== 'accepted') return shown(request, code, accepted, actor?.email)
    const headers = new Headers({ location: `/${accepted.slug}`, 'cache-control': 'no-store' })
    if (newAccount)
      for (const cookie of await signInNewPerson(console, request, {
        email: accepted.email,
        password: newAccount.password,
      }))
        headers.append('set-cookie', cookie)
    return new Response(null, { status: 303, headers })
  })

/** Ends the session of another person at this browser and opens the link again. If the session cannot be ended, the cookie stays. */
async function signedOut(
  { config, deps }: Console,
  request: Request,
  code: string,
  from: { address: string | null; requestId: string },
): Promise<Response> {
  const sessionId = await readSessionId(config, request.headers)
  if (sessionId !== null) await signOut(deps, sessionId, from)
  const headers = { location: `/invitation?code=${encodeURIComponent(code)}`, 'cache-control': 'no-store' }
  const cookie = setCookie('session', config, { value: '', seconds: 0 })
  return new Response(null, { status: 303, headers: { ...headers, 'set-cookie': cookie } })
}

/** What is wrong with the form of a new account, in one sentence. */
function faultOf(name: string, password: string, again: string): string | undefined {
  if (readName(name) === null) return `Your name ${NAME_RULE}.`
  const read = readNewPassword(password)
  if ('fault' in read) return `Your password ${read.fault}.`
  return password === again ? undefined : 'The two passwords are not the same. Type both again.'
}

function shown(
  request: Request,
  code: string,
  read: Exclude<Accepted, { state: 'accepted' }>,
  signedInAs: string | undefined,
  typed?: Typed,
): Promise<Response> {
  const nonce = nonceOf(request)
  if (read.state === 'unknown') {
    const detail = 'Nothing is behind this link: it is not whole, or it is of another console. Ask for a new one.'
    return message(request, { title: 'No such invitation', detail, href: '/', action: 'Open the console' }, 404)
  }
  const page = createElement(InvitationPage, { read, code, signedInAs, typed, nonce })
  return htmlResponse(page, read.state === 'refused' ? 410 : typed?.fault ? 422 : 200, {
    // The address of this page has the code in it.
    'referrer-policy': 'no-referrer',
  })
}

type Message = { title: string; detail: string; href: string; action: string }

const message = (request: Request, text: Message, status: number, headers: Record<string, string> = {}) =>
  htmlResponse(createElement(MessagePage, { ...text, nonce: nonceOf(request) }), status, headers)

async function answer(
  request: Request,
  run: (console: Console, requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = randomUUID()
  try {
    return await run(await getConsole(), requestId)
  } catch (error) {
    const { title, detail, status } = toProblem(error, requestId)
    if (!(error instanceof AppError) || status >= 500) {
      const console = await getConsole().catch(() => undefined)
      console?.deps.log.error({ err: error, requestId, path: '/invitation' }, 'invitation failed')
    }
    return message(request, { title, detail, href: '/', action: 'Open the console' }, status, {
      'x-request-id': requestId,
    })
  }
}
