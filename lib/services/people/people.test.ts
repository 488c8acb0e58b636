/** People and invitations through the routes of a whole console: what holds at the next request, and what lets no person in. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@/lib/domain/policy'
import type { MadeInvitation, PeopleList, PersonRow } from '@/lib/domain/wire/people'
import { getInvitation, postInvitation } from '@/lib/server/invitation/invitation-pages'
import { contextOf } from '@/lib/server/route'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { findUserByEmail, setRole } from '@/lib/store/people'
import { setDeploymentAdmin } from '@/lib/store/people/members'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { invoke } from '../service'
import { invitePerson } from './invitations'
import { changePersonRole, disablePerson, removePerson, signPersonOut } from './person-acts'

const PASSWORD = 'correct-horse-battery'
const HOUR_MS = 3_600_000

let api: ApiConsole
let admin: string
beforeEach(async () => {
  api = await apiConsole()
  admin = await api.cookieOf('admin')
})
afterEach(() => api.close())

const list = async (cookie = admin): Promise<PeopleList> =>
  (await api.call('GET', '/api/orgs/main/people', { cookie })).json() as Promise<PeopleList>
const named = async (name: string): Promise<PersonRow> =>
  (await list()).people.find((person) => person.name === name) as PersonRow
const act = (what: string, person: string, body: unknown = {}, cookie = admin) =>
  api.call(what === 'role' ? 'PUT' : 'POST', `/api/orgs/main/people/${person}/${what}`, { cookie, body })
const state = async (cookie: string) => (await api.call('GET', '/api/orgs/main/state', { cookie })).status

const invite = async (email: string, role: Role = 'responder', cookie = admin, id: string = randomUUID()) => {
  const response = await api.call('POST', '/api/orgs/main/invitations', { cookie, body: { id, email, role } })
  return { status: response.status, made: (await response.json()) as MadeInvitation & { detail?: string } }
}
const codeOf = (made: MadeInvitation) => new URL(made.link ?? '').searchParams.get('code') ?? ''
const HEADERS = { 'sec-fetch-site': 'same-origin' }

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
const account = (code: string, more: Record<string, string> = {}) =>
  send({ code, name: 'Ann', password: PASSWORD, again: PASSWORD, ...more })
const sessionOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.includes('machineid-session'))
    ?.split(';')[0]

const kinds = async () =>
  (
    await api.console.deps.store.db.selectFrom('audit_events').select(['kind', 'data']).orderBy('sequence').execute()
  ).map(({ kind, data }) => ({ kind, data: JSON.parse(data) as Record<string, unknown> }))
const last = async (kind: string) => (await kinds()).findLast((event) => event.kind === kind)?.data

const later = (ms: number) => {
  const { now } = api.console.deps.clock
  Object.assign(api.console.deps, { clock: { now: () => now() + ms } })
}

describe('an invitation', () => {
  it('makes an account with its role, once, and signs the new person in', async () => {
    const { made } = await invite(' Ann@Example.org ', 'operator')
    const code = codeOf(made)
    expect(await (await open(code)).text()).toContain('ann@example.org')
    const joined = await account(code)
    expect([joined.status, joined.headers.get('location')]).toEqual([303, '/main'])
    expect(await state(sessionOf(joined) ?? '')).toBe(200)
    expect(await named('Ann')).toMatchObject({ email: 'ann@example.org', role: 'operator', sessions: 1 })
    expect((await account(code)).status).toBe(410)
    expect((await kinds()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'invitation.made',
        'user.created',
        'invitation.accepted',
        'user.role',
        'invitation.refused',
      ]),
    )
    expect(JSON.stringify(await kinds())).not.toContain(code)
    expect(
      JSON.stringify(await api.console.deps.store.db.selectFrom('invitations').selectAll().execute()),
    ).not.toContain(code)
  })

  it('opening the link uses nothing: a mail program may do it first', async () => {
    const code = codeOf((await invite('ann@example.org')).made)
    for (let time = 0; time < 3; time++) expect((await open(code)).status).toBe(200)
    expect((await account(code)).status).toBe(303)
  })

  it('sent twice at once lets in once', async () => {
    const code = codeOf((await invite('ann@example.org')).made)
    const answers = await Promise.all([account(code), account(code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
    expect((await list()).people.filter(({ email }) => email === 'ann@example.org')).toHaveLength(1)
  })

  it('shows its link once: the same press again has none, another body is a conflict', async () => {
    const id = randomUUID()
    expect((await invite('ann@example.org', 'viewer', admin, id)).made.link).toContain('/invitation?code=')
    expect((await invite('ann@example.org', 'viewer', admin, id)).made.link).toBeNull()
    expect((await invite('bob@example.org', 'viewer', admin, id)).status).toBe(409)
    expect((await list()).invitations).toHaveLength(1)
  })

  it('a newer one for the same e-mail ends the older', async () => {
    const first = codeOf((await invite('ann@example.org', 'admin')).made)
    const second = codeOf((await invite('ann@example.org', 'viewer')).made)
    expect((await account(first)).status).toBe(410)
    expect((await account(second)).status).toBe(303)
    expect((await named('Ann')).role).toBe('viewer')
  })

  it('is over after 72 hours, and when it was taken back', async () => {
    const [{ made }, other] = [await invite('ann@example.org'), await invite('bob@example.org')]
    const taken = await api.call('POST', `/api/orgs/main/invitations/${other.made.invitation.id}/revoke`, {
      cookie: admin,
      body: {},
    })
    expect(taken.status).toBe(200)
    expect(await (await account(codeOf(other.made))).text()).toContain('taken back')
    later(72 * HOUR_MS - 60_000)
    expect((await open(codeOf(made))).status).toBe(200)
    later(60_000)
    expect(await (await account(codeOf(made))).text()).toContain('is over')
    expect(await findUserByEmail(api.console.deps.store.db, 'ann@example.org')).toBeUndefined()
  })

  it('of a person who has an account is good for that person alone, signed in', async () => {
    const bob = await api.cookieOf(null)
    const users = await api.console.deps.store.db.selectFrom('users').select(['email', 'name']).execute()
    const email = users.find(({ name }) => name === 'no role')?.email ?? ''
    const code = codeOf((await invite(email, 'responder')).made)
    expect(await (await open(code)).text()).toContain('/sign-in?to=')
    // A password typed by a stranger must not become the password of the account.
    expect((await account(code)).status).toBe(200)
    const wrong = await send({ code }, await api.cookieOf('viewer'))
    expect([wrong.status, await wrong.text()]).toEqual([410, expect.stringContaining('for another person')])
    expect(await last('invitation.refused')).toMatchObject({ why: 'other-person' })
    expect(await state(bob)).toBe(404)
    const stranger = await api.cookieOf('viewer')
    const out = await send({ code, 'sign-out': 'yes' }, stranger)
    expect([out.status, out.headers.get('location')]).toEqual([303, `/invitation?code=${code}`])
    expect(out.headers.get('set-cookie')).toMatch(/session[^=]*=; Max-Age=0/)
    expect(await state(stranger)).toBe(401)
    expect((await send({ code }, bob)).status).toBe(303)
    expect(await state(bob)).toBe(200)
  })

  it('is refused from another site, with a wrong code, and with a password that breaks the rule', async () => {
    const code = codeOf((await invite('ann@example.org')).made)
    expect(
      (
        await send({ code, name: 'Ann', password: PASSWORD, again: PASSWORD }, undefined, {
          'sec-fetch-site': 'cross-site',
        })
      ).status,
    ).toBe(403)
    expect((await account('x'.repeat(43))).status).toBe(404)
    const faults: Record<string, string>[] = [
      { password: 'short', again: 'short' },
      { again: 'another password' },
      { name: '\u202e' },
    ]
    for (const more of faults) expect((await account(code, more)).status).toBe(422)
    expect((await account(code)).status).toBe(303)
  })

  it('ends with the role of the admin who made it', async () => {
    const [second, third] = [await api.cookieOf('admin'), await api.cookieOf('admin')]
    const people = (await list(second)).people
    const makers = [second, third]
    const links = await Promise.all(
      makers.map(async (cookie, index) => codeOf((await invite(`p${index}@example.org`, 'admin', cookie)).made)),
    )
    const ids = await Promise.all(
      makers.map(async (cookie) => (await list(cookie)).people.find(({ isYou }) => isYou)?.id ?? ''),
    )
    expect(people).toHaveLength(3)
    expect((await act('role', ids[0] ?? '', { role: 'viewer', was: 'admin' })).status).toBe(200)
    expect((await act('disable', ids[1] ?? '')).status).toBe(200)
    for (const code of links) expect((await account(code)).status).toBe(410)
    expect(await last('invitation.revoked')).toMatchObject({ why: 'maker-gone' })
  })

  it('does not bring a disabled account back', async () => {
    const bob = await api.cookieOf('viewer')
    const { id, email } = await named('viewer')
    await act('remove', id)
    expect(await state(bob)).toBe(401)
    const code = codeOf((await invite(email)).made)
    expect((await account(code)).status).toBe(303)
    await act('disable', (await named('Ann')).id)
    expect((await account(code)).status).toBe(410)
  })
})

describe('a person', () => {
  it('has the new role from the next request on', async () => {
    const bob = await api.cookieOf('admin')
    const { id } = (await list(bob)).people.find(({ isYou }) => isYou) as PersonRow
    expect((await act('role', id, { role: 'viewer', was: 'admin' })).status).toBe(200)
    expect((await api.call('GET', '/api/orgs/main/people', { cookie: bob })).status).toBe(403)
    expect(await last('user.role')).toMatchObject({ role: 'viewer', before: 'admin' })
    expect(await last('access.denied')).toEqual({ permission: 'administer' })
  })

  it('whose role another admin changed meanwhile is not changed over', async () => {
    await api.cookieOf('viewer')
    const { id } = await named('viewer')
    await act('role', id, { role: 'operator', was: 'viewer' })
    const second = await act('role', id, { role: 'responder', was: 'viewer' })
    expect([second.status, ((await second.json()) as { detail: string }).detail]).toEqual([
      409,
      expect.stringContaining('is operator now'),
    ])
  })

  it.each([
    ['removed', 'remove'],
    ['disabled', 'disable'],
    ['signed out', 'sign-out'],
  ])('who was %s is out at the next request', async (_name, what) => {
    const bob = await api.cookieOf('operator')
    const { id } = await named('operator')
    expect(await state(bob)).toBe(200)
    expect((await act(what, id)).status).toBe(200)
    expect(await state(bob)).toBe(401)
  })

  it.each(['remove', 'disable', 'sign-out', 'role'])(
    'cannot stop from memory either after %s, while the store is away',
    async (what) => {
      const bob = await api.cookieOf('operator')
      await state(bob)
      const { deps } = api.console
      const { id } = await named('operator')
      const [session] = await deps.store.db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()
      const inMemory = () => deps.stopSessions.find(session?.id ?? '', deps.clock.now())
      expect(inMemory()).not.toBeNull()
      expect((await act(what, id, what === 'role' ? { role: 'viewer', was: 'operator' } : {})).status).toBe(200)
      expect(inMemory()).toBeNull()
    },
  )

  it('who is enabled again has no old session', async () => {
    const bob = await api.cookieOf('operator')
    const { id } = await named('operator')
    await act('disable', id)
    expect((await named('operator')).disabledAt).not.toBeNull()
    expect((await act('enable', id)).status).toBe(200)
    expect(await state(bob)).toBe(401)
  })

  it('of another org cannot be named, and an account with roles elsewhere is not this admin’s', async () => {
    const { db } = api.console.deps.store
    await insertOrg(db, {
      id: 'other',
      slug: 'other',
      name: 'other',
      base_url: 'embedded',
      id_pattern: '{role}',
      paths: '{}',
      created_at: 0,
    })
    await putOrgKey(db, 'other', 'sealed', 0)
    await api.cookieOf('operator')
    const { id } = await named('operator')
    await setRole(db, 'other', id, 'viewer')
    expect(await named('operator')).toMatchObject({ accountIsYours: false, isOnlyOrg: false })
    for (const what of ['disable', 'enable', 'sign-out']) expect((await act(what, id)).status).toBe(403)
    expect((await act('remove', id)).status).toBe(200)
    for (const what of ['disable', 'remove', 'role'])
      expect((await act(what, id, what === 'role' ? { role: 'admin', was: 'viewer' } : {})).status).toBe(404)
    expect((await act('disable', randomUUID())).status).toBe(404)
  })

  it('who administers the deployment is no account of an org’s admin', async () => {
    await api.cookieOf('operator')
    const { id } = await named('operator')
    await setDeploymentAdmin(api.console.deps.store.db, id, 1)
    expect((await act('disable', id)).status).toBe(403)
    expect((await act('role', id, { role: 'viewer', was: 'operator' })).status).toBe(200)
  })
})

describe('admins', () => {
  it('the last one stays, by any act', async () => {
    const me = (await list()).people.find(({ isYou }) => isYou) as PersonRow
    const answers = [
      await act('role', me.id, { role: 'viewer', was: 'admin' }),
      await act('remove', me.id),
      await act('disable', me.id),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    expect((await list()).people).toHaveLength(1)
  })

  it('two who demote each other at once leave one', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await api.cookieOf('admin'), await api.cookieOf('admin')]
      const idOf = async (cookie: string) => (await list(cookie)).people.find(({ isYou }) => isYou)?.id ?? ''
      const [first, second] = [await idOf(one), await idOf(two)]
      const everyOther = (await list(one)).people.filter(
        ({ id, role }) => role === 'admin' && id !== first && id !== second,
      )
      for (const { id } of everyOther) await act('role', id, { role: 'viewer', was: 'admin' }, one)
      const answers = await Promise.all([
        act('role', second, { role: 'viewer', was: 'admin' }, one),
        act('role', first, { role: 'viewer', was: 'admin' }, two),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      admin = answers[0]?.status === 200 ? one : two
      expect((await list()).people.filter(({ role }) => role === 'admin')).toHaveLength(1)
    }
  })

  it('who lost the role after the gate looked changes nothing: the transaction looks again', async () => {
    const mallory = await api.cookieOf('admin')
    await api.cookieOf('operator')
    const { id } = await named('operator')
    const me = (await list(mallory)).people.find(({ isYou }) => isYou) as PersonRow
    const stale = await contextOf(
      api.console,
      new Request(api.console.config.publicUrl, { headers: { ...HEADERS, cookie: mallory } }),
      randomUUID(),
      { org: 'main' },
    )
    await act('role', me.id, { role: 'viewer', was: 'admin' })
    const answers = await Promise.allSettled([
      invoke(changePersonRole, stale, { person: id, role: 'admin', was: 'operator' }),
      invoke(removePerson, stale, { person: id }),
      invoke(disablePerson, stale, { person: id }),
      invoke(signPersonOut, stale, { person: id }),
      invoke(invitePerson, stale, { id: randomUUID(), email: 'eve@example.org', role: 'admin' }),
    ])
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } })
    expect(await named('operator')).toMatchObject({ role: 'operator', sessions: 1, disabledAt: null })
    expect((await list()).invitations).toEqual([])
    expect(await last('access.denied')).toEqual({ permission: 'administer' })
  })

  it('need a recent sign-in for all but ending sessions', async () => {
    const old = await api.cookieOf('admin', { signedInMsAgo: HOUR_MS })
    await api.cookieOf('operator')
    const { id } = await named('operator')
    for (const [what, body] of [
      ['role', { role: 'viewer', was: 'operator' }],
      ['remove', {}],
      ['disable', {}],
      ['enable', {}],
    ] as const)
      expect((await act(what, id, body, old)).status).toBe(403)
    expect((await invite('ann@example.org', 'viewer', old)).status).toBe(403)
    expect((await act('sign-out', id, {}, old)).status).toBe(200)
    expect(await named('operator')).toMatchObject({ role: 'operator', sessions: 0, disabledAt: null })
  })
})
