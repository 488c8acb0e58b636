/** Open screens: sent each state in time, cut off with the session, bounded in number and in what waits for them. */
import { randomUUID } from 'node:crypto'
import { describe, type ExpectStatic, it } from 'vitest'
import { type Role, STOP_ONLY_AFTER_MS } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { STREAM_END_EVENT } from '@/lib/domain/wire/org-state'
import { deleteUser } from '@/lib/store/offboarding'
import { setRole } from '@/lib/store/people/members'
import { insertSession } from '@/lib/store/people/sessions'
import { ORG_KEY, type TestConsole, testConsole } from '@/testing/console/test-console'
import { createGate } from '@/testing/faults/gate'
import type { Context, OrgContext } from '../context'
import { invoke } from '../service'
import { acknowledge } from '../stops/acknowledge-alarms'
import { createLiveFeed, SCREENS_PER_PERSON_MAX } from './live-feed'
import { watchOrg } from './watch-org'

const DEVICE = 'crewai:prod:runner:01'

/** A person whose session is a row, as the web has it. */
async function signedIn(console: TestConsole, role: Role): Promise<OrgContext> {
  const context = await console.as(role)
  const now = Date.now()
  await insertSession(console.deps.store.db, {
    id: context.actor.sessionId,
    user_id: context.actor.userId,
    created_at: now,
    authenticated_at: now,
    last_seen_at: now,
    expires_at: now + 3_600_000,
    ended_at: null,
    address: null,
  })
  return { ...context, org: console.org, role }
}

type SentEvent = { event: string; data: OrgState & { reason?: string } }

/** Reads a stream in the background, as a browser does. */
function follow(stream: ReadableStream<Uint8Array>) {
  const events: SentEvent[] = []
  const state = { events, ended: false }
  void (async () => {
    let text = ''
    try {
      for await (const chunk of stream.pipeThrough(
        new TextDecoderStream() as never,
      ) as never as AsyncIterable<string>) {
        text += chunk
        const whole = text.split('\n\n')
        text = whole.pop() ?? ''
        for (const block of whole) {
          const found = /^event: (\w+)\ndata: (.*)$/.exec(block)
          if (found) events.push({ event: found[1] as string, data: JSON.parse(found[2] as string) })
        }
      }
    } catch {
      // Cut off.
    }
    state.ended = true
  })()
  return state
}

/** After a person loses access, their screen is sent at most so many states: the check comes as often as the beat. */
const SENT_BEFORE_CUT_MAX = 2

const watch = async (context: Context) => follow(await invoke(watchOrg, context, {}))

type Play = (console: TestConsole, expect: ExpectStatic) => Promise<void>

/** Each with a console of its own, all at the same time: most of it is waiting. */
const withConsole =
  (play: Play) =>
  async ({ expect }: { expect: ExpectStatic }) => {
    const console = await testConsole({ devices: [DEVICE] })
    try {
      await play(console, expect)
    } finally {
      await console.close()
    }
  }

describe.concurrent('the feed of open screens', () => {
  it(
    'begins with the whole state, and beats while nothing changes',
    withConsole(async (console, expect) => {
      const screen = await watch(await signedIn(console, 'viewer'))
      await expect.poll(() => screen.events.length > 0).toBe(true)
      expect(screen.events[0]?.data).toMatchObject({ role: 'viewer', permissions: ['see'], counts: { active: 1 } })
      await expect.poll(() => screen.events.length > 1).toBe(true)
    }),
  )

  it(
    'names who follows an org, until a minute after the stream ended',
    withConsole(async (console, expect) => {
      const viewer = await signedIn(console, 'viewer')
      const { presence } = console.deps
      const others = (now: number) => presence.others(console.org.row.id, 'another person', now)
      expect(others(Date.now())).toEqual([])
      await watch(viewer)
      await expect.poll(() => others(Date.now())).toEqual([viewer.actor.name])
      expect(others(Date.now() + 61_000)).toEqual([])
      expect(presence.others(console.org.row.id, viewer.actor.userId, Date.now())).toEqual([])
    }),
  )

  it(
    "sends another person's stop, and who pressed",
    withConsole(async (console, expect) => {
      const screen = await watch(await signedIn(console, 'viewer'))
      await console.act(await console.as('responder', { name: 'Ada' }), { kind: 'disable' })
      await expect.poll(() => screen.events.at(-1)?.data.execution.state).toBe('disabled')
      // The store has the request before it has the answer.
      await expect.poll(() => screen.events.at(-1)?.data.orgStop?.status).toBe('accepted')
      expect(screen.events.at(-1)?.data.orgStop).toMatchObject({ by: { name: 'Ada' } })
    }),
  )

  it(
    'sends a contradiction, and its acknowledgement',
    withConsole(async (console, expect) => {
      const responder = await signedIn(console, 'responder')
      const screen = await watch(responder)
      await console.act(responder, { kind: 'revoke', target: { ids: [DEVICE] } })
      await fetch(`${console.authority.url}/api/v1/devices/unrevoke`, {
        method: 'POST',
        headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId: DEVICE }),
      })
      const alarms = () => screen.events.at(-1)?.data.alarms
      await expect.poll(() => alarms()?.contradicted === 1).toBe(true)
      await invoke(acknowledge, responder, { until: alarms()?.newestAt })
      await expect.poll(() => alarms()?.contradicted === 0).toBe(true)
    }),
  )

  it(
    'sends each role its own permissions, and a new role at once',
    withConsole(async (console, expect) => {
      const context = await signedIn(console, 'viewer')
      const screen = await watch(context)
      await setRole(console.deps.store.db, console.org.row.id, context.actor.userId, 'operator')
      await expect.poll(() => screen.events.at(-1)?.data.role === 'operator').toBe(true)
      expect(screen.events.at(-1)?.data.permissions).toContain('resume')
    }),
  )

  const CUTS: [string, (context: Context) => Promise<unknown>][] = [
    [
      'a session that ended',
      ({ deps, actor }) =>
        deps.store.db.updateTable('sessions').set({ ended_at: Date.now() }).where('id', '=', actor.sessionId).execute(),
    ],
    [
      'a role that was taken away',
      ({ deps, actor }) => deps.store.db.deleteFrom('memberships').where('user_id', '=', actor.userId).execute(),
    ],
    [
      'a session that no person used for long',
      ({ deps, actor }) =>
        deps.store.db
          .updateTable('sessions')
          .set({ last_seen_at: Date.now() - STOP_ONLY_AFTER_MS - 1 })
          .where('id', '=', actor.sessionId)
          .execute(),
    ],
    ['a person whose account was deleted', ({ deps, actor }) => deleteUser(deps.store.db, actor.userId)],
    [
      'a person who was disabled',
      ({ deps, actor }) =>
        deps.store.db.updateTable('users').set({ disabled_at: Date.now() }).where('id', '=', actor.userId).execute(),
    ],
  ]
  it.for(CUTS)('cuts off %s at the next check, with an event', ([_, cut], context) =>
    withConsole(async (console, expect) => {
      const context = await signedIn(console, 'viewer')
      const screen = await watch(context)
      await expect.poll(() => screen.events.length > 0).toBe(true)
      await cut(context)
      const sent = screen.events.length
      await expect.poll(() => screen.ended).toBe(true)
      expect(screen.events.at(-1)?.event).toBe(STREAM_END_EVENT)
      expect(screen.events.length - 1 - sent).toBeLessThanOrEqual(SENT_BEFORE_CUT_MAX)
      expect(console.deps.live.size()).toBe(0)
    })(context),
  )

  it(
    'would let them stay without the check: the mutant that checks only once is caught',
    withConsole(async (console, expect) => {
      const context = await signedIn(console, 'viewer')
      const broken = createLiveFeed(
        () => console.deps,
        async () => context.actor,
      )
      const screen = follow(broken.open(context))
      await CUTS[0]?.[1](context)
      const sent = screen.events.length
      await expect.poll(() => screen.events.length).toBeGreaterThan(sent + SENT_BEFORE_CUT_MAX)
      expect(screen.ended).toBe(false)
    }),
  )

  it(
    'signs no person out when the store cannot be read',
    withConsole(async (console, expect) => {
      const context = await signedIn(console, 'viewer')
      const checks = createGate(Number.POSITIVE_INFINITY)
      const feed = createLiveFeed(
        () => console.deps,
        () => checks.pass().then(() => Promise.reject(new Error('disk'))),
      )
      const screen = follow(feed.open(context))
      // By the third the first two have failed.
      await checks.came(3)
      expect(screen.ended).toBe(false)
    }),
  )

  it(
    'refuses one screen too many of a person, and takes another person in',
    withConsole(async (console, expect) => {
      const context = await signedIn(console, 'viewer')
      const streams = Array.from({ length: SCREENS_PER_PERSON_MAX }, () => console.deps.live.open(context))
      await expect(invoke(watchOrg, context, {})).rejects.toMatchObject({ code: 'rate-limited', status: 429 })
      expect((await watch(await signedIn(console, 'viewer'))).ended).toBe(false)
      await streams[0]?.cancel()
      expect((await watch(context)).ended).toBe(false)
    }),
  )

  it(
    'drops a screen that does not read instead of keeping its events',
    withConsole(async (console, expect) => {
      const deaf = console.deps.live.open(await signedIn(console, 'viewer'))
      const other = await watch(await signedIn(console, 'viewer'))
      expect(console.deps.live.size()).toBe(2)
      await expect.poll(() => console.deps.live.size() === 1).toBe(true)
      expect(other.ended).toBe(false)
      await expect(deaf.getReader().read()).rejects.toThrow('too slowly')
    }),
  )

  it(
    'ends every stream when the console shuts down, and opens none',
    withConsole(async (console, expect) => {
      const context = await signedIn(console, 'viewer')
      const closing = new AbortController()
      const feed = createLiveFeed(() => ({ ...console.deps, closing: closing.signal }))
      const screen = follow(feed.open({ ...context, requestId: randomUUID() }))
      closing.abort()
      await expect.poll(() => screen.ended).toBe(true)
      expect(() => feed.open(context)).toThrow('shutting down')
    }),
  )
})
