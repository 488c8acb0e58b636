/** The people of an org and its invitations, through the routes of a whole console: what several test files do with them. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach } from 'vitest'
import type { Role } from '@/lib/domain/policy'
import type { MadeInvitation, PeopleList, PersonRow } from '@/lib/domain/wire/people'
import { getInvitation, postInvitation } from '@/lib/server/invitation/invitation-pages'
import { type ApiConsole, apiConsole } from './api-console'

const PASSWORD = 'correct-horse-battery'
const HEADERS = { 'sec-fetch-site': 'same-origin' }

/** One for each test of the file that calls it. `admin`: the cookie of who acts unless another is given. */
export function peopleWorld() {
  const world = {} as { api: ApiConsole; admin: string }
  beforeEach(async () => {
    world.api = await apiConsole()
    world.admin = await world.api.cookieOf('admin')
  })
  afterEach(() => world.api.close())

  const list = async (cookie = world.admin): Promise<PeopleList> =>
    (await world.api.call('GET', '/api/orgs/main/people', { cookie })).json() as Promise<PeopleList>
  const named = async (name: string): Promise<PersonRow> =>
    (await list()).people.find((person) => person.name === name) as PersonRow
  const act = (what: string, person: string, body: unknown = {}, cookie = world.admin) =>
    world.api.call(what === 'role' ? 'PUT' : 'POST', `/api/orgs/main/people/${person}/${what}`, { cookie, body })
  /** The answer to a request that any member may make. */
  const state = async (cookie: string) => (await world.api.call('GET', '/api/orgs/main/state', { cookie })).status

  const invite = async (
    email: string,
    role: Role = 'responder',
    cookie = world.admin,
    id: string = randomUUID(),
  ): Promise<{ status: number; made: MadeInvitation & { detail?: string } }> => {
    const response = await world.api.call('POST', '/api/orgs/main/invitations', { cookie, body: { id, email, role } })
    return { status: response.status, made: await response.json() }
  }
  const open = (code: string, cookie?: string) =>
    getInvitation(
      new Request(`http://127.0.0.1:3000/invitation?code=${code}`, {
        headers: { ...HEADERS, ...(cookie ? { cookie } : {}) },
      }),
    )
  const send = (fields: Record<string, string>, cookie?: string, headers: Record<string, string> = HEADERS) =>
    postInvitation(
      new Request('http://127.0.0.1:3000/invitation', {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { ...headers, ...(cookie ? { cookie } : {}) },
      }),
    )
  /** Makes the account that the link is for. */
  const account = (code: string, more: Record<string, string> = {}) =>
    send({ code, name: 'Ann', password: PASSWORD, again: PASSWORD, ...more })

  const events = async () =>
    (
      await world.api.console.deps.store.db
        .selectFrom('audit_events')
        .select(['kind', 'data'])
        .orderBy('sequence')
        .execute()
    ).map(({ kind, data }) => ({ kind, data: JSON.parse(data) as Record<string, unknown> }))
  const last = async (kind: string) => (await events()).findLast((event) => event.kind === kind)?.data

  /** Puts the console's clock on. */
  const later = (ms: number) => {
    const { now } = world.api.console.deps.clock
    Object.assign(world.api.console.deps, { clock: { now: () => now() + ms } })
  }
  return { world, list, named, act, state, invite, open, send, account, events, last, later }
}

export const codeOf = (made: MadeInvitation): string => new URL(made.link ?? '').searchParams.get('code') ?? ''
