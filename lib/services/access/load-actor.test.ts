/** What keeps a session from becoming idle, and what an idle one is still good for: a real store, a clock of the test. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '@/lib/domain/actor'
import { SessionIdle } from '@/lib/domain/errors'
import { type Role, SESSION_IDLE_MS, STOP_ONLY_AFTER_MS } from '@/lib/domain/policy'
import { insertSession } from '@/lib/store/people/sessions'
import { testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { authorize, invoke, service } from '../service'
import { loadActor } from './load-actor'

const START = Date.parse('2026-11-28T03:00:00Z')
const MINUTE = 60_000

async function withSession(
  run: (world: {
    at: (ms: number) => void
    load: (options?: { used?: boolean }) => ReturnType<typeof loadActor>
    lastUsed: () => Promise<number>
    orgId: string
    context: (actor: Actor) => Context
  }) => Promise<void>,
  role: Role = 'admin',
): Promise<void> {
  let now = START
  const console = await testConsole({ now: () => now })
  const { actor } = await console.as(role)
  const id = randomUUID()
  const { db } = console.deps.store
  await insertSession(db, {
    id,
    user_id: actor.userId,
    created_at: START,
    authenticated_at: START,
    last_seen_at: START,
    expires_at: START + 30 * 86_400_000,
    ended_at: null,
    address: null,
  })
  const lastUsed = async () =>
    (await db.selectFrom('sessions').select('last_seen_at').where('id', '=', id).executeTakeFirstOrThrow()).last_seen_at
  try {
    await run({
      at: (ms) => {
        now = START + ms
      },
      load: (options) => loadActor(console.deps, id, options),
      lastUsed,
      orgId: console.org.row.id,
      context: (actor) => ({ deps: console.deps, actor, requestId: randomUUID(), address: null, orgSlug: 'main' }),
    })
  } finally {
    await console.close()
  }
}

/** Asks every five minutes for 13 hours, as an open tab does and more. */
async function pollFor13Hours(
  load: (options?: { used?: boolean }) => ReturnType<typeof loadActor>,
  at: (ms: number) => void,
) {
  for (let minute = 0; minute <= 13 * 60; minute += 5) {
    at(minute * MINUTE)
    await load()
  }
}

it('becomes idle in a tab that only polls', () =>
  withSession(async ({ at, load, lastUsed, orgId }) => {
    await pollFor13Hours(load, at)
    expect(await lastUsed()).toBe(START)
    const actor = await load()
    expect(actor).toMatchObject({ isIdle: true, deploymentAdmin: false })
    expect(actor?.roles).toEqual(new Map([[orgId, 'responder']]))
  }))

it('the mutant whose polls count as use is caught: its session never becomes idle', () =>
  withSession(async ({ at, load, lastUsed }) => {
    const polls = () => load({ used: true })
    for (let minute = 0; minute <= 13 * 60; minute += 5) {
      at(minute * MINUTE)
      await polls()
      await expect.poll(lastUsed).toBe(START + minute * MINUTE)
    }
    expect((await load())?.isIdle).toBe(false)
  }))

it('is idle from one millisecond after 12 h on, over from one after 7 d on', () =>
  withSession(async ({ at, load }) => {
    for (const [ms, isIdle] of [
      [0, false],
      [STOP_ONLY_AFTER_MS, false],
      [STOP_ONLY_AFTER_MS + 1, true],
      [SESSION_IDLE_MS, true],
    ] as const) {
      at(ms)
      expect((await load())?.isIdle).toBe(isIdle)
    }
    at(SESSION_IDLE_MS + 1)
    expect(await load()).toBeNull()
  }))

it('is not brought back by use: only the password does that', () =>
  withSession(async ({ at, load, lastUsed }) => {
    at(STOP_ONLY_AFTER_MS + 1)
    expect((await load({ used: true }))?.isIdle).toBe(true)
    expect((await load({ used: true }))?.isIdle).toBe(true)
    expect(await lastUsed()).toBe(START)
  }))

it('if the clock is set back, use counts from then on; by more than 12 h, the password is asked for', () =>
  withSession(async ({ at, load, lastUsed }) => {
    at(-60 * MINUTE)
    expect((await load({ used: true }))?.isIdle).toBe(false)
    await expect.poll(lastUsed).toBe(START - 60 * MINUTE)
    at(-60 * MINUTE - STOP_ONLY_AFTER_MS - 1)
    expect((await load({ used: true }))?.isIdle).toBe(true)
  }))

it('of a person who may not stop, an idle session is good for nothing', () =>
  withSession(async ({ at, load }) => {
    at(STOP_ONLY_AFTER_MS + 1)
    expect((await load())?.roles.size).toBe(0)
  }, 'viewer'))

const READ = service({ permission: 'see', input: z.strictObject({}), run: async () => 'read' })
const OWN = service({ permission: 'signed-in', input: z.strictObject({}), run: async () => 'read' })
const DEPLOYMENT = service({ permission: 'deployment', input: z.strictObject({}), run: async () => 'read' })
/** As an act whose permission is known only once its kind is. */
const RESTORE = service({
  permission: 'stop',
  input: z.strictObject({}),
  run: (context) => authorize(context, 'resume').then(() => 'restored'),
})
const STOP = service({ permission: 'stop', input: z.strictObject({}), run: async () => 'stopped' })

it('passes the gate to stop, and for nothing else', () =>
  withSession(async ({ at, load, context }) => {
    at(STOP_ONLY_AFTER_MS + 1)
    const idle = context((await load()) as Actor)
    expect(await invoke(STOP, idle, {})).toBe('stopped')
    for (const act of [READ, RESTORE]) await expect(invoke(act, idle, {})).rejects.toThrow(SessionIdle)
    await expect(invoke(OWN, idle, {})).rejects.toThrow(SessionIdle)
    await expect(invoke(DEPLOYMENT, idle, {})).rejects.toThrow(SessionIdle)
  }))

it('the mutants are caught: one that does not say that it is idle reads, one that keeps its roles too restores', () =>
  withSession(async ({ at, load, context, orgId }) => {
    at(STOP_ONLY_AFTER_MS + 1)
    const silent = { ...((await load()) as Actor), isIdle: false }
    expect(await invoke(READ, context(silent), {})).toBe('read')
    await expect(invoke(RESTORE, context(silent), {})).rejects.toMatchObject({ code: 'forbidden' })
    const whole = { ...silent, roles: new Map([[orgId, 'admin' as const]]) }
    expect(await invoke(RESTORE, context(whole), {})).toBe('restored')
  }))
