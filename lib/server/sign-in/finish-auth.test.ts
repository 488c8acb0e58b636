import { expect, it } from 'vitest'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { takeTypedEmail } from '../request/typed-email'
import { finishAuth } from './finish-auth'

async function withConsole(run: (console: ApiConsole['console']) => Promise<void>): Promise<void> {
  const api = await apiConsole()
  try {
    await run(api.console)
  } finally {
    await api.close()
  }
}
const REQUEST = new Request('http://127.0.0.1:3000/api/auth/callback/credentials', { method: 'POST' })
const answer = () => new Response(null, { status: 302, headers: { location: '/main', 'set-cookie': 'session=1' } })

it('adds the cookie of a known browser to a sign-in, the e-mail to a wrong one, and nothing to anything else', () =>
  withConsole(async (console) => {
    const cookiesOf = async (visit: Parameters<typeof finishAuth>[2]) =>
      (await finishAuth(console, REQUEST, visit, answer())).headers.getSetCookie()
    const [, browser, ...rest] = await cookiesOf({ typedEmail: 'ann@example.org', signedInAs: 'ann' })
    expect(browser).toMatch(/^machineid-browser-3000=ann\./)
    expect(rest).toEqual([])
    const [, typed = ''] = await cookiesOf({ typedEmail: 'ann@example.org' })
    expect((await takeTypedEmail(console.config, typed.split(';')[0] as string))?.email).toBe('ann@example.org')
    expect(await cookiesOf({ typedEmail: 'my-password' })).toEqual(['session=1'])
    expect(await cookiesOf({})).toEqual(['session=1'])
  }))

it('does not sign out where the session’s row could not be ended', () =>
  withConsole(async (console) => {
    const reply = await finishAuth(console, REQUEST, { signOutFault: new Error('full') }, answer())
    expect(reply.status).toBe(503)
    expect(reply.headers.getSetCookie()).toEqual([])
    expect(await reply.json()).toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('still signed in'),
    })
  }))
