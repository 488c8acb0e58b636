/** What an admin does to a person holds from the next request on, and reaches no person of another org. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SESSION_IDLE_MS } from '@/lib/domain/policy'
import type { PersonRow } from '@/lib/domain/wire/people'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { setDeploymentAdmin, setRole } from '@/lib/store/people/members'
import { peopleWorld } from '@/testing/console/people-world'

const { world, list, named, act, state, last } = peopleWorld()

describe('a person', () => {
  it('has the new role from the next request on', async () => {
    const bob = await world.api.cookieOf('admin')
    const { id } = (await list(bob)).people.find(({ isYou }) => isYou) as PersonRow
    expect((await act('role', id, { role: 'viewer', was: 'admin' })).status).toBe(200)
    expect((await world.api.call('GET', '/api/orgs/main/people', { cookie: bob })).status).toBe(403)
    expect(await last('user.role')).toMatchObject({ role: 'viewer', before: 'admin' })
    expect(await last('access.denied')).toEqual({ permission: 'administer' })
  })

  it('whose role another admin changed meanwhile is not changed over', async () => {
    await world.api.cookieOf('viewer')
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
    const bob = await world.api.cookieOf('operator')
    const { id } = await named('operator')
    expect(await state(bob)).toBe(200)
    expect((await act(what, id)).status).toBe(200)
    expect(await state(bob)).toBe(401)
  })

  it.each(['remove', 'disable', 'sign-out', 'role'])(
    'cannot stop from memory either after %s, while the store is away',
    async (what) => {
      const bob = await world.api.cookieOf('operator')
      await state(bob)
      const { deps } = world.api.console
      const { id } = await named('operator')
      const [session] = await deps.store.db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()
      const inMemory = () => deps.stopSessions.find(session?.id ?? '', deps.clock.now())
      expect(inMemory()).not.toBeNull()
      expect((await act(what, id, what === 'role' ? { role: 'viewer', was: 'operator' } : {})).status).toBe(200)
      expect(inMemory()).toBeNull()
    },
  )

  it('has no open session in one that was not used for too long: no request is admitted with it', async () => {
    const bob = await world.api.cookieOf('operator')
    const { id } = await named('operator')
    expect(await named('operator')).toMatchObject({ sessions: 1, lastSeenAt: expect.any(String) })
    const { db } = world.api.console.deps.store
    const longAgo = world.api.console.deps.clock.now() - SESSION_IDLE_MS - 1_000
    await db.updateTable('sessions').set({ last_seen_at: longAgo }).where('user_id', '=', id).execute()
    expect(await named('operator')).toMatchObject({ sessions: 0, lastSeenAt: null })
    expect(await state(bob)).toBe(401)
  })

  it('who is enabled again has no old session', async () => {
    const bob = await world.api.cookieOf('operator')
    const { id } = await named('operator')
    await act('disable', id)
    expect((await named('operator')).disabledAt).not.toBeNull()
    expect((await act('enable', id)).status).toBe(200)
    expect(await state(bob)).toBe(401)
  })

  it('of another org cannot be named, and an account with roles elsewhere is not this admin’s', async () => {
    const { db } = world.api.console.deps.store
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
    await world.api.cookieOf('operator')
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
    await world.api.cookieOf('operator')
    const { id } = await named('operator')
    await setDeploymentAdmin(world.api.console.deps.store.db, id, 1)
    expect((await act('disable', id)).status).toBe(403)
    expect((await act('role', id, { role: 'viewer', was: 'operator' })).status).toBe(200)
  })
})
