/** The front door over a real socket, in front of a server that takes the place of the web framework. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { STRANGERS_PER_SECOND } from '@/lib/sign-in/sign-in-door'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { SOCKET_ADDRESS } from './request/address'
import { rememberBrowser } from './request/known-browser'

type Door = Parameters<typeof createServer>[1]
const doorOf = () =>
  (globalThis as { machineidSignInDoor?: (...args: Parameters<NonNullable<Door>>) => boolean }).machineidSignInDoor

let api: ApiConsole
let server: ReturnType<typeof createServer>
let letIn: number
beforeEach(async () => {
  api = await apiConsole({ TRUSTED_PROXIES: '127.0.0.1' })
  // However long a flood takes here, it comes within one second of the console's clock.
  const now = Date.now()
  api.console.deps.clock.now = () => now
  letIn = 0
  server = createServer((request, response) => {
    request.headers[SOCKET_ADDRESS] = request.socket.remoteAddress
    if (doorOf()?.(request, response)) return
    letIn += 1
    response.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await api.close()
})

const SIGN_IN = '/api/auth/callback/credentials'
const post = (path: string, headers: Record<string, string> = {}, method = 'POST') =>
  new Promise<{ status?: number; location?: string }>((done, fail) => {
    const { port } = server.address() as AddressInfo
    const asking = request({ port, host: '127.0.0.1', path, method, headers }, (reply) => {
      reply.resume()
      done({ status: reply.statusCode, location: reply.headers.location })
    })
    asking.on('error', fail)
    asking.end(method === 'POST' ? 'email=typed%40example.org&password=x' : undefined)
  })

async function flood(path = SIGN_IN): Promise<{ status?: number; location?: string }[]> {
  return Promise.all(Array.from({ length: 100 }, (_, at) => post(path, { 'x-forwarded-for': `198.51.100.${at}` })))
}

it('sends a flood back to the sign-in page, lets a known browser in, and records it as one event', async () => {
  const answers = await flood()
  expect(letIn).toBe(STRANGERS_PER_SECOND)
  expect(answers.find(({ status }) => status === 302)?.location).toBe(
    `${api.console.config.publicUrl}/sign-in?error=wait-2`,
  )
  const before = letIn
  const cookie = rememberBrowser(api.console.config, null, 'ann', Date.now()).split(';')[0] as string
  expect((await post(SIGN_IN, { cookie })).status).toBe(200)
  expect(letIn).toBe(before + 1)
  const refused = await api.console.deps.store.db.selectFrom('audit_events').select('kind').execute()
  expect(refused.filter(({ kind }) => kind === 'session.refused')).toHaveLength(1)
})

it.each([`${SIGN_IN}/`, `${SIGN_IN}?json=true`, '/api/auth/callback/credential%73'])(
  'knows the sign-in by its other name %s',
  async (path) => {
    await flood(path)
    expect(letIn).toBe(STRANGERS_PER_SECOND)
  },
)

it('guards nothing else, and nothing once the console is closed', async () => {
  await flood()
  const before = letIn
  for (const path of ['/stop/main', '/api/orgs', '/api/auth/signout', '/api/session/confirm', '/%', '//'])
    expect((await post(path)).status).toBe(200)
  expect((await post(SIGN_IN, {}, 'GET')).status).toBe(200)
  expect(letIn).toBe(before + 7)
  await api.console.close()
  expect(doorOf()).toBeUndefined()
})
