import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@/lib/domain/policy'
import { createStopSessions } from '@/lib/sign-in/stop-sessions'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { rolesOf, setRole } from '@/lib/store/people/members'
import { findLiveSession, insertSession } from '@/lib/store/people/sessions'
import { findUserByEmail, insertUser } from '@/lib/store/people/users'
import type { Store } from '@/lib/store/rows/db'
import { openTestStore } from '@/testing/store/test-store'
import { byTerminal } from './by'
import {
  changeRole,
  disableUser,
  enableUser,
  endAllSessions,
  endSessionById,
  openSessions,
  removeMember,
  removeUser,
} from './offboarding'

const NOW = 1_800_000_000_000
const BY = byTerminal(NOW)
let store: Store

beforeEach(async () => {
  store = await openTestStore()
  for (const slug of ['main', 'staging']) {
    await insertOrg(store.db, {
      id: slug,
      slug,
      name: slug,
      base_url: 'embedded',
      id_pattern: '{role}',
      paths: '{}',
      created_at: NOW,
    })
    await putOrgKey(store.db, slug, 'sealed', NOW)
  }
})
afterEach(() => store.close())

async function person(name: string, roles: Record<string, Role>): Promise<{ email: string; sessionId: string }> {
  const [userId, sessionId, email] = [randomUUID(), randomUUID(), `${name}@example.org`]
  await insertUser(store.db, { id: userId, email, name, password_hash: '', created_at: NOW, disabled_at: null })
  for (const [org, role] of Object.entries(roles)) await setRole(store.db, org, userId, role)
  await insertSession(store.db, {
    id: sessionId,
    user_id: userId,
    created_at: NOW,
    authenticated_at: NOW,
    last_seen_at: NOW,
    expires_at: NOW + 86_400_000,
    ended_at: null,
    address: '192.0.2.7',
  })
  return { email, sessionId }
}

const isIn = async (sessionId: string) => (await findLiveSession(store.db, sessionId, NOW + 1)) !== undefined
const recorded = async () =>
  (await store.db.selectFrom('audit_events').select(['kind', 'org_id', 'data']).orderBy('sequence').execute()).map(
    ({ kind, org_id, data }) => [kind, org_id, JSON.parse(data)],
  )

describe('disable and enable', () => {
  it('signs out at once, and enabling revives no session', async () => {
    const ann = await person('ann', { main: 'operator' })
    await disableUser(store.db, { email: 'Ann@example.org' }, BY)
    expect(await isIn(ann.sessionId)).toBe(false)
    await enableUser(store.db, { email: ann.email }, BY)
    expect((await findUserByEmail(store.db, ann.email))?.disabled_at).toBeNull()
    expect(await isIn(ann.sessionId)).toBe(false)
    expect(await recorded()).toEqual([
      ['user.disabled', null, { email: ann.email }],
      ['user.enabled', null, { email: ann.email }],
    ])
  })

  it('enabling ends a session that was left open when the row alone was disabled', async () => {
    const ann = await person('ann', { main: 'operator' })
    await store.db.updateTable('users').set({ disabled_at: NOW }).execute()
    await enableUser(store.db, { email: ann.email }, BY)
    expect(await isIn(ann.sessionId)).toBe(false)
  })

  it('reports what is so already', async () => {
    const ann = await person('ann', {})
    await expect(enableUser(store.db, { email: ann.email }, BY)).rejects.toThrow('is not disabled')
    await disableUser(store.db, { email: ann.email }, BY)
    await expect(disableUser(store.db, { email: ann.email }, BY)).rejects.toThrow('is disabled already')
    await expect(disableUser(store.db, { email: 'bob@example.org' }, BY)).rejects.toThrow(
      'There is no user bob@example.org',
    )
  })
})

describe('the last admin who can sign in stays', () => {
  const acts: [string, (email: string) => Promise<unknown>][] = [
    ['disable', (email) => disableUser(store.db, { email }, BY)],
    ['remove', (email) => removeUser(store.db, { email }, BY)],
    ['remove from the org', (email) => removeMember(store.db, { email }, 'main', BY, { isLast: 'keep' })],
    ['another role', (email) => changeRole(store.db, { email }, 'main', 'viewer', BY)],
  ]
  it.each(acts)('%s is refused, and changes nothing', async (_name, act) => {
    const ann = await person('ann', { main: 'admin', staging: 'viewer' })
    await person('bob', { main: 'operator', staging: 'admin' })
    const gone = await person('carl', { main: 'admin' })
    await disableUser(store.db, { email: gone.email }, BY)
    await expect(act(ann.email)).rejects.toThrow('ann@example.org is the last admin of main who can sign in')
    expect(await isIn(ann.sessionId)).toBe(true)
    expect(await recorded()).toHaveLength(1)
  })
  it.each(acts)('%s works once there is another', async (_name, act) => {
    const ann = await person('ann', { main: 'admin' })
    await person('bob', { main: 'admin' })
    await act(ann.email)
    expect(await recorded()).toHaveLength(1)
  })
})

it.each([
  ['disabled', (email: string) => disableUser(store.db, { email }, BY)],
  ['removed', (email: string) => removeUser(store.db, { email }, BY)],
])('a session that exists in memory only ends when its user is %s', async (_name, act) => {
  const ann = await person('ann', { main: 'responder' })
  const user = await findUserByEmail(store.db, ann.email)
  const sessions = createStopSessions()
  const who = {
    userId: user?.id ?? '',
    name: 'ann',
    email: ann.email,
    roles: new Map([['main', 'responder' as const]]),
  }
  sessions.admit('in-memory', who, NOW + 60_000)
  expect(sessions.isStopOnly('in-memory', NOW)).toBe(true)
  await act(ann.email)
  sessions.keepUp({ store, clock: { now: () => NOW }, log: pino({ level: 'silent' }) }, 60_000)
  await expect.poll(() => sessions.find('in-memory', NOW)).toBeNull()
})

describe('remove and role', () => {
  it('removes the person with sessions and roles; the same e-mail later begins with nothing', async () => {
    const ann = await person('ann', { main: 'operator', staging: 'viewer' })
    await removeUser(store.db, { email: ann.email }, BY)
    expect(await findUserByEmail(store.db, ann.email)).toBeUndefined()
    await insertUser(store.db, {
      id: 'again',
      email: ann.email,
      name: 'ann',
      password_hash: '',
      created_at: NOW,
      disabled_at: null,
    })
    expect(await rolesOf(store.db, 'again')).toEqual([])
    expect(await isIn(ann.sessionId)).toBe(false)
  })
  it('takes away the role in one org alone', async () => {
    const ann = await person('ann', { main: 'operator', staging: 'viewer' })
    await removeMember(store.db, { email: ann.email }, 'main', BY, { isLast: 'keep' })
    const user = await findUserByEmail(store.db, ann.email)
    expect(await rolesOf(store.db, user?.id ?? '')).toEqual([{ org_id: 'staging', role: 'viewer' }])
    await expect(removeMember(store.db, { email: ann.email }, 'main', BY, { isLast: 'keep' })).rejects.toThrow(
      'has no role in main',
    )
    await expect(removeMember(store.db, { email: ann.email }, 'nowhere', BY, { isLast: 'keep' })).rejects.toThrow(
      'no org "nowhere"',
    )
  })
})

describe('sessions', () => {
  it('lists what is open, ends one by its id or all of a user', async () => {
    const ann = await person('ann', {})
    const bob = await person('bob', {})
    expect((await openSessions(store.db, undefined, NOW)).map(({ email }) => email).sort()).toEqual([
      ann.email,
      bob.email,
    ])
    expect(await endSessionById(store.db, ann.sessionId, BY)).toBe(1)
    expect([await isIn(ann.sessionId), await isIn(bob.sessionId)]).toEqual([false, true])
    await expect(endSessionById(store.db, ann.sessionId, BY)).rejects.toThrow('is open')
    expect(await endAllSessions(store.db, { email: bob.email }, BY)).toBe(1)
    expect(await openSessions(store.db, undefined, NOW)).toEqual([])
    expect((await recorded()).map(([kind]) => kind)).toEqual(['session.ended', 'session.ended'])
  })
  it('does not list a session that was unused for too long', async () => {
    await person('ann', {})
    expect(await openSessions(store.db, undefined, NOW + 8 * 86_400_000)).toEqual([])
  })
})
