/** The own account against a real store: what is changed, what ends, what the record says, and what no other person can reach. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findLiveSession, insertSession } from '@/lib/store/people/sessions'
import { setPasswordHash } from '@/lib/store/people/users'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { checkPassword, hashPassword } from '../access/password'
import type { Context } from '../context'
import { invoke } from '../service'
import { changeName } from './change-name'
import { changePassword } from './change-password'
import { endMyOtherSessions, endMySession } from './end-sessions'
import { getAccount } from './get-account'

const PASSWORD = 'correct-horse-battery'
const NEW = 'staple-battery-horse'
const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'

let console: TestConsole
let me: Context
beforeEach(async () => {
  console = await testConsole()
  me = await signedIn()
})
afterEach(() => console.close())

async function signedIn(): Promise<Context> {
  const context = await console.as('viewer')
  const { db } = console.deps.store
  await setPasswordHash(db, context.actor.userId, await hashPassword(PASSWORD))
  await openSession(context.actor.userId, context.actor.sessionId)
  return context
}

async function openSession(userId: string, id: string = randomUUID()): Promise<string> {
  const now = Date.now()
  await insertSession(console.deps.store.db, {
    id,
    user_id: userId,
    created_at: now,
    authenticated_at: now,
    last_seen_at: now,
    expires_at: now + 3_600_000,
    ended_at: null,
    address: '198.51.100.7',
    device: PHONE,
  })
  return id
}

const isOpen = async (id: string) => (await findLiveSession(console.deps.store.reads, id, Date.now())) !== undefined
const userOf = ({ actor }: Context) =>
  console.deps.store.reads.selectFrom('users').selectAll().where('id', '=', actor.userId).executeTakeFirstOrThrow()
const events = async () =>
  (
    await console.deps.store.reads
      .selectFrom('audit_events')
      .select(['kind', 'data', 'user_id'])
      .orderBy('sequence')
      .execute()
  ).map(({ kind, data, user_id }) => ({ kind, data: JSON.parse(data), by: user_id }))

it('shows the own sessions with their device and address, and which is this one', async () => {
  await openSession((await signedIn()).actor.userId)
  const other = await openSession(me.actor.userId)
  const { sessions, email } = await invoke(getAccount, me, {})
  expect(email).toBe(me.actor.email)
  expect(new Map(sessions.map(({ id, isThis }) => [id, isThis]))).toEqual(
    new Map([
      [me.actor.sessionId, true],
      [other, false],
    ]),
  )
  expect(sessions[0]).toMatchObject({ device: 'Chrome on Android', address: '198.51.100.7', isIdle: false })
})

it('changes the name, with before and after in the record; refuses one that is none', async () => {
  expect(await invoke(changeName, me, { name: '  Zoë ' })).toEqual({ name: 'Zoë' })
  expect((await userOf(me)).name).toBe('Zoë')
  expect(await events()).toContainEqual({
    kind: 'user.name',
    data: { email: me.actor.email, before: 'viewer', after: 'Zoë' },
    by: me.actor.userId,
  })
  for (const name of ['', '   ', 'a\u202eb', 'x'.repeat(81)])
    await expect(invoke(changeName, me, { name })).rejects.toMatchObject({ code: 'invalid-input' })
  expect((await userOf(me)).name).toBe('Zoë')
})

it('a new password ends every other session, keeps this one, and is in the record by who', async () => {
  const others = [await openSession(me.actor.userId), await openSession(me.actor.userId)]
  const stranger = await signedIn()
  expect(await invoke(changePassword, me, { current: PASSWORD, password: NEW })).toEqual({ ended: 2 })
  expect(await Promise.all(others.map(isOpen))).toEqual([false, false])
  expect(await isOpen(me.actor.sessionId)).toBe(true)
  expect(await isOpen(stranger.actor.sessionId)).toBe(true)
  expect(await checkPassword((await userOf(me)).password_hash, NEW)).toBe(true)
  expect(await events()).toContainEqual({
    kind: 'user.password',
    data: { email: me.actor.email },
    by: me.actor.userId,
  })
})

it('a wrong password, one that is too short, and a session that ended meanwhile change nothing', async () => {
  const other = await openSession(me.actor.userId)
  await expect(invoke(changePassword, me, { current: 'not-this-one', password: NEW })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(invoke(changePassword, me, { current: PASSWORD, password: 'short' })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  const gone: Context = { ...me, actor: { ...me.actor, sessionId: randomUUID() } }
  await expect(invoke(changePassword, gone, { current: PASSWORD, password: NEW })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  expect(await checkPassword((await userOf(me)).password_hash, PASSWORD)).toBe(true)
  expect(await isOpen(other)).toBe(true)
  expect((await events()).map(({ kind }) => kind)).not.toContain('user.password')
})

it('too many wrong passwords have to wait', async () => {
  const attempt = () =>
    invoke(changePassword, me, { current: 'not-this-one', password: NEW }).then(
      () => 'in',
      (error: { code: string }) => error.code,
    )
  const codes: string[] = []
  while (codes.length < 20 && codes.at(-1) !== 'rate-limited') codes.push(await attempt())
  expect(codes.at(-1)).toBe('rate-limited')
})

it('ends one session, or all others; none of another person', async () => {
  const [one, two] = [await openSession(me.actor.userId), await openSession(me.actor.userId)]
  const stranger = await signedIn()
  await expect(invoke(endMySession, me, { session: stranger.actor.sessionId })).rejects.toMatchObject({
    code: 'not-found',
  })
  expect(await invoke(endMySession, me, { session: one })).toEqual({ ended: 1 })
  await expect(invoke(endMySession, me, { session: one })).rejects.toMatchObject({ code: 'not-found' })
  expect(await isOpen(two)).toBe(true)
  expect(await invoke(endMyOtherSessions, me, {})).toEqual({ ended: 1 })
  expect(await Promise.all([one, two, me.actor.sessionId, stranger.actor.sessionId].map(isOpen))).toEqual([
    false,
    false,
    true,
    true,
  ])
  expect((await events()).filter(({ kind }) => kind === 'session.ended')).toHaveLength(2)
})
