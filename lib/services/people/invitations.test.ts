/** What an invitation lets in, how often and until when. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findUserByEmail } from '@/lib/store/people/users'
import { codeOf, peopleWorld } from '@/testing/console/people-world'

const PASSWORD = 'correct-horse-battery'
const HOUR_MS = 3_600_000

const { world, list, named, act, state, invite, open, send, account, events, last, later } = peopleWorld()

const sessionOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.includes('machineid-session'))
    ?.split(';')[0]

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
    expect((await events()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'invitation.made',
        'user.created',
        'invitation.accepted',
        'user.role',
        'invitation.refused',
      ]),
    )
    expect(JSON.stringify(await events())).not.toContain(code)
    expect(
      JSON.stringify(await world.api.console.deps.store.db.selectFrom('invitations').selectAll().execute()),
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
    expect((await invite('ann@example.org', 'viewer', world.admin, id)).made.link).toContain('/invitation?code=')
    expect((await invite('ann@example.org', 'viewer', world.admin, id)).made.link).toBeNull()
    expect((await invite('bob@example.org', 'viewer', world.admin, id)).status).toBe(409)
    expect((await list()).invitations).toHaveLength(1)
  })

  it('a newer one for the same e-mail ends the older', async () => {
    const [older, newer] = [await invite('ann@example.org', 'admin'), await invite('ann@example.org', 'viewer')]
    // The admin reads that the link that was handed over is good for nothing now.
    expect([older.made.replaced, newer.made.replaced]).toEqual([false, true])
    const [first, second] = [codeOf(older.made), codeOf(newer.made)]
    expect((await account(first)).status).toBe(410)
    expect((await account(second)).status).toBe(303)
    expect((await named('Ann')).role).toBe('viewer')
  })

  it('is over after 72 hours, and when it was taken back', async () => {
    const [{ made }, other] = [await invite('ann@example.org'), await invite('bob@example.org')]
    const taken = await world.api.call('POST', `/api/orgs/main/invitations/${other.made.invitation.id}/revoke`, {
      cookie: world.admin,
      body: {},
    })
    expect(taken.status).toBe(200)
    expect(await (await account(codeOf(other.made))).text()).toContain('taken back')
    later(72 * HOUR_MS - 60_000)
    expect((await open(codeOf(made))).status).toBe(200)
    later(60_000)
    expect(await (await account(codeOf(made))).text()).toContain('is over')
    expect(await findUserByEmail(world.api.console.deps.store.db, 'ann@example.org')).toBeUndefined()
  })

  it('of a person who has an account is good for that person alone, signed in', async () => {
    const bob = await world.api.cookieOf(null)
    const users = await world.api.console.deps.store.db.selectFrom('users').select(['email', 'name']).execute()
    const email = users.find(({ name }) => name === 'no role')?.email ?? ''
    const code = codeOf((await invite(email, 'responder')).made)
    expect(await (await open(code)).text()).toContain('/sign-in?to=')
    // A password typed by a stranger must not become the password of the account.
    expect((await account(code)).status).toBe(200)
    const wrong = await send({ code }, await world.api.cookieOf('viewer'))
    expect([wrong.status, await wrong.text()]).toEqual([410, expect.stringContaining('for another person')])
    expect(await last('invitation.refused')).toMatchObject({ why: 'other-person' })
    expect(await state(bob)).toBe(404)
    const stranger = await world.api.cookieOf('viewer')
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
    const [second, third] = [await world.api.cookieOf('admin'), await world.api.cookieOf('admin')]
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
    const bob = await world.api.cookieOf('viewer')
    const { id, email } = await named('viewer')
    await act('remove', id)
    expect(await state(bob)).toBe(401)
    const code = codeOf((await invite(email)).made)
    expect((await account(code)).status).toBe(303)
    await act('disable', (await named('Ann')).id)
    expect((await account(code)).status).toBe(410)
  })
})
