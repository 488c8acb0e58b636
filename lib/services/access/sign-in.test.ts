/** Sign-ins, confirmations and sign-outs against a real store and real password hashes: lanes, what is recorded, what ends. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RateLimited } from '@/lib/domain/errors'
import { setRole } from '@/lib/store/people/members'
import { findLiveSession } from '@/lib/store/people/sessions'
import { insertUser } from '@/lib/store/people/users'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { confirmPassword } from './confirm-password'
import { endSession, signOut } from './end-session'
import { loadActor } from './load-actor'
import { hashPassword } from './password'
import { signIn } from './sign-in'

const PASSWORD = 'correct-horse-battery'
const EMAIL = 'ann@example.org'
const HOME = '198.51.100.7'
const ELSEWHERE = '203.0.113.9'

let running: TestConsole
let now: number
let annId: string

beforeEach(async () => {
  now = 1_800_000_000_000
  running = await testConsole({ now: () => now })
  annId = await person(EMAIL)
})
afterEach(() => running.close())

async function person(email: string): Promise<string> {
  const id = randomUUID()
  const password_hash = await hashPassword(PASSWORD)
  await insertUser(running.deps.store.db, { id, email, name: email, password_hash, created_at: 0, disabled_at: null })
  await setRole(running.deps.store.db, running.org.row.id, id, 'admin')
  return id
}

type From = { address?: string | null; browsers?: { userId: string; browserId: string }[]; email?: string }
const attempt = (password: string, { address = ELSEWHERE, browsers = [], email = EMAIL }: From = {}) =>
  signIn(running.deps, { email, password, address, browsers })

/** `in`, `wrong`, or `wait`. */
const outcome = (password: string, from?: From) =>
  attempt(password, from).then(
    (session) => (session ? 'in' : 'wrong'),
    (error: unknown) => {
      if (error instanceof RateLimited) return 'wait'
      throw error
    },
  )
/** Wrong passwords until the account makes strangers wait. */
async function guessUntilDelayed(from?: From): Promise<number> {
  for (let at = 0; at < 50; at += 1) if ((await outcome(`wrong-${at}`, from)) === 'wait') return at
  throw new Error('nothing made it wait')
}
const events = async () =>
  (await running.deps.store.db.selectFrom('audit_events').selectAll().orderBy('sequence').execute()).map((row) => ({
    kind: row.kind,
    data: JSON.parse(row.data),
    address: row.address,
    user: row.user_id,
  }))
const refused = async () => (await events()).filter(({ kind }) => kind.endsWith('refused'))

/** The person of a session that was just opened, as a request of theirs. */
async function contextOf(sessionId: string): Promise<Context> {
  const actor = await loadActor(running.deps, sessionId)
  if (!actor) throw new Error('the session is over')
  return { deps: running.deps, actor, requestId: randomUUID(), address: HOME }
}
const newSession = async () => (await attempt(PASSWORD, { address: HOME }))?.sessionId as string

describe('while strangers guess at an account', () => {
  it('they wait, even with the right password, and the answer names for how long', async () => {
    expect(await guessUntilDelayed()).toBe(5)
    await expect(attempt(PASSWORD, { address: '203.0.113.10' })).rejects.toMatchObject({
      code: 'rate-limited',
      detail: expect.stringMatching(/Try again in \d+ seconds?\.$/),
    })
    now += 60_000
    expect(await outcome(PASSWORD, { address: '203.0.113.10' })).toBe('in')
  })
  it('a browser that signed in before is let in, a browser of another account is not', async () => {
    await guessUntilDelayed()
    expect(await outcome(PASSWORD, { browsers: [{ userId: randomUUID(), browserId: 'other' }] })).toBe('wait')
    expect(await outcome(PASSWORD, { browsers: [{ userId: annId, browserId: 'laptop' }] })).toBe('in')
  })
  it('a new phone in a network where the account signed in before is let in, also from its own address', async () => {
    await attempt(PASSWORD, { address: HOME })
    await guessUntilDelayed()
    for (let at = 0; at < 30; at += 1) expect(await outcome(`wrong-${at}`, { address: HOME })).toBe('wrong')
    expect(await outcome(PASSWORD, { address: HOME })).toBe('in')
    expect(await outcome(PASSWORD, { address: `::ffff:${HOME}` })).toBe('in')
  })
  it('a network is known to its account alone, and no address at all is no known network', async () => {
    await person('ben@example.org')
    await attempt(PASSWORD, { address: HOME, email: 'ben@example.org' })
    await attempt(PASSWORD, { address: null })
    await guessUntilDelayed()
    expect(await outcome(PASSWORD, { address: HOME })).toBe('wait')
    expect(await outcome(PASSWORD, { address: null })).toBe('wait')
  })
  it('answers the same for an e-mail that no account has', async () => {
    const unknown = { email: 'unknown@example.org', address: '192.0.2.1' }
    expect(await guessUntilDelayed(unknown)).toBe(await guessUntilDelayed({ address: '192.0.2.2' }))
  })
  it('a session confirms its password', async () => {
    const sessionId = await newSession()
    await guessUntilDelayed()
    expect(await invoke(confirmPassword, await contextOf(sessionId), { password: PASSWORD })).toMatchObject({
      email: EMAIL,
    })
  })
  it('a person who was disabled is not let in by any lane', async () => {
    await attempt(PASSWORD, { address: HOME })
    await running.deps.store.db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', annId).execute()
    expect(await outcome(PASSWORD, { address: HOME, browsers: [{ userId: annId, browserId: 'laptop' }] })).toBe('wrong')
  })
})

describe('confirmations of the password', () => {
  it('are limited by session, recorded, and end no session', async () => {
    const context = await contextOf(await newSession())
    const confirm = (password: string) => invoke(confirmPassword, context, { password })
    for (let at = 0; at < 10; at += 1) await expect(confirm(`wrong-${at}`)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(confirm(PASSWORD)).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: expect.any(Number) })
    expect(await refused()).toEqual([
      { kind: 'session.confirm-refused', data: { account: EMAIL }, address: HOME, user: annId },
    ])
    await running.deps.signInGuard.refusals.close()
    expect((await refused()).at(-1)).toMatchObject({ data: { count: 10, delayed: 1, accounts: [EMAIL] }, user: annId })
    now += 60_000
    expect(await confirm(PASSWORD)).toMatchObject({ email: EMAIL })
  })
})

describe('the record of refused sign-ins', () => {
  it('is one event and one count, however many there are and whatever they are about', async () => {
    await person('ben@example.org')
    for (let at = 0; at < 300; at += 1) {
      const email = [EMAIL, 'ben@example.org', `unknown-${at}@example.org`][at % 3]
      await outcome(`wrong-${at}`, { email, address: `203.0.113.${at % 20}` })
    }
    expect(await refused()).toEqual([
      { kind: 'session.refused', data: { account: EMAIL }, address: '203.0.113.0', user: null },
    ])
    await running.deps.signInGuard.refusals.close()
    const [, more, ...rest] = await refused()
    expect(rest).toEqual([])
    expect(more?.data).toMatchObject({ count: 299, accounts: [EMAIL, 'ben@example.org'] })
    expect(more?.data.delayed).toBeGreaterThan(0)
    expect(more?.data.addresses).toHaveLength(10)
  })
  it('holds nothing of what was typed where no account has it', async () => {
    const typed = 'My-Password-Typed-Into-The-Wrong-Field'
    await outcome('x', { email: typed })
    await outcome('x', { email: ` ${typed}@home ` })
    await running.deps.signInGuard.refusals.close()
    expect((await refused())[0]?.data).toEqual({ account: null })
    expect((await everything()).toLowerCase()).not.toContain(typed.toLowerCase())
  })
})

/** Every row of every table. */
async function everything(): Promise<string> {
  const { db } = running.deps.store
  const tables = await db.introspection.getTables()
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db
        .selectFrom(name as 'users')
        .selectAll()
        .execute(),
    ),
  )
  return JSON.stringify(rows)
}

describe('signing out', () => {
  const isLive = async (sessionId: string) =>
    (await findLiveSession(running.deps.store.db, sessionId, now)) !== undefined
  const byFramework = (sessionId: string) => signOut(running.deps, sessionId, { address: HOME, requestId: null })
  const byConsole = async (sessionId: string) => invoke(endSession, await contextOf(sessionId), {})

  it.each([
    ['the framework’s', byFramework],
    ['our own', byConsole],
  ])('by %s address ends the row, once in the record', async (_, end) => {
    const [sessionId, other] = [await newSession(), await newSession()]
    await end(sessionId)
    expect([await isLive(sessionId), await isLive(other)]).toEqual([false, true])
    expect(await loadActor(running.deps, sessionId)).toBeNull()
    expect(running.deps.stopSessions.find(sessionId, now)).toBeNull()
    await byFramework(sessionId)
    expect((await events()).filter(({ kind }) => kind === 'session.signed-out')).toHaveLength(1)
  })
  it('ends a session that exists in memory only', async () => {
    const memory = running.deps.stopSessions
    memory.admit(
      'in-memory',
      { userId: annId, name: 'ann', email: EMAIL, roles: new Map([['o', 'admin']]) },
      now + 1_000,
    )
    expect(memory.isStopOnly('in-memory', now)).toBe(true)
    await byFramework('in-memory')
    expect(memory.find('in-memory', now)).toBeNull()
  })
  it('fails where the row cannot be written, and the session goes on', async () => {
    const sessionId = await newSession()
    const { deps } = running
    const refusing = { ...deps, store: { ...deps.store, db: null as unknown as typeof deps.store.db } }
    await expect(signOut(refusing, sessionId, { address: null, requestId: null })).rejects.toThrow()
    expect(await isLive(sessionId)).toBe(true)
    expect(deps.stopSessions.find(sessionId, now)).not.toBeNull()
  })
})

describe('a sign-in where another session is open already', () => {
  const isOpen = async (id: string) => (await findLiveSession(running.deps.store.reads, id, now)) !== undefined

  it('ends the older one of the same person, and none of another person', async () => {
    const old = await newSession()
    await person('eve@example.org')
    const input = { password: PASSWORD, address: HOME, browsers: [], replaces: old }
    const other = await signIn(running.deps, { ...input, email: 'eve@example.org' })
    expect(other).not.toBeNull()
    expect(await isOpen(old)).toBe(true)
    const mine = await signIn(running.deps, { ...input, email: EMAIL })
    expect(await isOpen(old)).toBe(false)
    expect(await isOpen(mine?.sessionId as string)).toBe(true)
    expect(running.deps.stopSessions.find(old, now)).toBeNull()
  })

  it('leaves it open where the password was wrong', async () => {
    const old = await newSession()
    const input = { password: 'wrong-password', address: HOME, browsers: [], email: EMAIL, replaces: old }
    expect(await signIn(running.deps, input)).toBeNull()
    expect(await isOpen(old)).toBe(true)
  })

  it('keeps what the browser calls itself, cut to 200 characters', async () => {
    const device = 'Mozilla/5.0 '.repeat(50)
    const made = await signIn(running.deps, { email: EMAIL, password: PASSWORD, address: HOME, browsers: [], device })
    const row = await running.deps.store.reads
      .selectFrom('sessions')
      .select('device')
      .where('id', '=', made?.sessionId as string)
      .executeTakeFirstOrThrow()
    expect(row.device).toBe(device.slice(0, 200))
  })
})
