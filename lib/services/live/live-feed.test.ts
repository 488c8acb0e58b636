/** Open screens: told in time, cut off with the session, bounded in number and in what waits for them. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { OrgState } from '@/lib/domain/console-api'
import type { Role } from '@/lib/domain/policy'
import { insertSession, setRole } from '@/lib/store/people'
import type { Context, OrgContext } from '../context'
import { invoke } from '../service'
import { acknowledge } from '../stops/alarm-services'
import { ORG_KEY, type TestConsole, testConsole } from '../testing/test-console'
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

type Told = { event: string; data: OrgState & { reason?: string } }

/** Reads a stream in the background, as a browser does. */
function follow(stream: ReadableStream<Uint8Array>) {
  const events: Told[] = []
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

async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > end) return false
    await delay(10)
  }
  return true
}

const watch = async (context: Context) => follow(await invoke(watchOrg, context, {}))

/** Each with a console of its own, all at the same time: most of it is waiting. */
const withConsole = (play: (console: TestConsole) => Promise<void>) => async () => {
  const console = await testConsole({ devices: [DEVICE] })
  try {
    await play(console)
  } finally {
    await console.close()
  }
}

describe.concurrent('the feed of open screens', () => {
  it(
    'begins with the whole state, and beats while nothing changes',
    withConsole(async (console) => {
      const screen = await watch(await signedIn(console, 'viewer'))
      expect(await until(() => screen.events.length > 0, 1_000)).toBe(true)
      expect(screen.events[0]?.data).toMatchObject({ role: 'viewer', permissions: ['see'], counts: { active: 1 } })
      expect(await until(() => screen.events.length > 1, 3_000)).toBe(true)
    }),
  )

  it(
    'tells a stop of somebody else, and who pressed, well within 3 s',
    withConsole(async (console) => {
      const screen = await watch(await signedIn(console, 'viewer'))
      await console.act(await console.as('responder', { name: 'Ada' }), { kind: 'disable' })
      const shown = () => screen.events.at(-1)?.data.execution.state === 'disabled'
      expect(await until(shown, 2_000)).toBe(true)
      expect(screen.events.at(-1)?.data.orgStop).toMatchObject({ status: 'accepted', by: { name: 'Ada' } })
    }),
  )

  it(
    'tells a contradiction, and its acknowledgement',
    withConsole(async (console) => {
      const responder = await signedIn(console, 'responder')
      const screen = await watch(responder)
      await console.act(responder, { kind: 'revoke', target: { ids: [DEVICE] } })
      await fetch(`${console.authority.url}/api/v1/devices/unrevoke`, {
        method: 'POST',
        headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId: DEVICE }),
      })
      const alarms = () => screen.events.at(-1)?.data.alarms
      expect(await until(() => alarms()?.contradicted === 1, 5_000)).toBe(true)
      await invoke(acknowledge, responder, { until: alarms()?.newestAt })
      expect(await until(() => alarms()?.contradicted === 0, 2_000)).toBe(true)
    }),
  )

  it(
    'tells each role its own permissions, and a new role at once',
    withConsole(async (console) => {
      const context = await signedIn(console, 'viewer')
      const screen = await watch(context)
      await setRole(console.deps.store.db, console.org.row.id, context.actor.userId, 'operator')
      expect(await until(() => screen.events.at(-1)?.data.role === 'operator', 3_000)).toBe(true)
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
      'a person who was removed',
      ({ deps, actor }) =>
        deps.store.db.updateTable('users').set({ disabled_at: Date.now() }).where('id', '=', actor.userId).execute(),
    ],
  ]
  it.each(CUTS)('cuts off %s within seconds, and says so', (_, cut) =>
    withConsole(async (console) => {
      const context = await signedIn(console, 'viewer')
      const screen = await watch(context)
      expect(await until(() => screen.events.length > 0, 1_000)).toBe(true)
      await cut(context)
      expect(await until(() => screen.ended, 3_000)).toBe(true)
      expect(screen.events.at(-1)?.event).toBe('farewell')
      expect(console.deps.live.size()).toBe(0)
    })(),
  )

  it(
    'would let them stay without the check: the twin that is asked only once is caught',
    withConsole(async (console) => {
      const context = await signedIn(console, 'viewer')
      const broken = createLiveFeed(
        () => console.deps,
        async () => context.actor,
      )
      const screen = follow(broken.open(context))
      await CUTS[0]?.[1](context)
      expect(await until(() => screen.ended, 3_000)).toBe(false)
    }),
  )

  it(
    'signs nobody out when the store cannot be read',
    withConsole(async (console) => {
      const context = await signedIn(console, 'viewer')
      const feed = createLiveFeed(
        () => console.deps,
        () => Promise.reject(new Error('disk')),
      )
      const screen = follow(feed.open(context))
      await delay(2_200)
      expect(screen.ended).toBe(false)
    }),
  )

  it(
    'refuses one screen too many of a person, and takes another person in',
    withConsole(async (console) => {
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
    withConsole(async (console) => {
      const deaf = console.deps.live.open(await signedIn(console, 'viewer'))
      const other = await watch(await signedIn(console, 'viewer'))
      expect(console.deps.live.size()).toBe(2)
      expect(await until(() => console.deps.live.size() === 1, 12_000)).toBe(true)
      expect(other.ended).toBe(false)
      await expect(deaf.getReader().read()).rejects.toThrow('too slowly')
    }),
    20_000,
  )

  it(
    'ends every stream when the console shuts down, and opens none',
    withConsole(async (console) => {
      const context = await signedIn(console, 'viewer')
      const closing = new AbortController()
      const feed = createLiveFeed(() => ({ ...console.deps, closing: closing.signal }))
      const screen = follow(feed.open({ ...context, requestId: randomUUID() }))
      closing.abort()
      expect(await until(() => screen.ended, 500)).toBe(true)
      expect(() => feed.open(context)).toThrow('shutting down')
    }),
  )
})
