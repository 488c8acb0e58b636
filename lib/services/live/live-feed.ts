/**
 * Sends the state of an org to its open screens: right after a reading or an act that changes it, and every 2 s in any case,
 * so that silence means a fault and polling takes over. Access is checked again with each beat: a session that ended or a
 * role that was taken away ends the stream within seconds. A fault of the store ends no stream, and nothing is sent.
 */

import type { Actor } from '@/lib/domain/actor'
import { AppError } from '@/lib/domain/errors'
import { can } from '@/lib/domain/policy'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { loadActor } from '../access/load-actor'
import type { Deps, LiveFeed, OrgContext } from '../context'
import { type LiveScreen, openLiveScreen } from './live-screen'
import { createOrgChannel, type OrgChannel } from './org-channel'

const TICK_MS = 1_000
/** A stream is ended after this time, and the screen reconnects: a phone that vanished does not keep its place. */
const LIFETIME_MS = 300_000
/** When a lost screen reconnects, plus up to as much at random: after a restart not all screens reconnect at one moment. */
const RETRY_MS = 1_000
export const SCREENS_MAX = 400
export const SCREENS_PER_PERSON_MAX = 16

type ReadActor = (deps: Deps, sessionId: string) => Promise<Actor | null>

export function createLiveFeed(
  deps: () => Deps,
  readActor: ReadActor = (from, sessionId) => loadActor(from, sessionId),
): LiveFeed {
  const screens = new Set<LiveScreen>()
  const channels = new Map<OrgRuntime, OrgChannel>()
  let ticking: ReturnType<typeof setInterval> | undefined
  let checking = false

  function tick(): void {
    const { presence, clock } = deps()
    for (const screen of screens) {
      if (performance.now() - screen.openedAt > LIFETIME_MS) screen.end()
      else presence.note(screen.context.org.row.id, screen.context.actor, clock.now())
    }
    for (const [org, channel] of channels) {
      org.reader.look()
      channel.send()
    }
    if (!checking) void checkAccess()
  }

  /** Reads each session once, however many screens it has open. A store that cannot be read signs no person out. */
  async function checkAccess(): Promise<void> {
    checking = true
    const actors = new Map<string, Actor | null>()
    try {
      for (const screen of [...screens]) {
        const { sessionId } = screen.context.actor
        if (!actors.has(sessionId)) actors.set(sessionId, await readActor(deps(), sessionId))
        admit(screen, actors.get(sessionId) ?? null)
      }
    } catch (error) {
      deps().log.warn({ err: error }, 'open screens not checked')
    } finally {
      checking = false
    }
  }

  function open(context: OrgContext): ReadableStream<Uint8Array> {
    const { org } = context
    const { closing } = deps()
    if (closing.aborted) throw new AppError('unavailable', 'The console is shutting down. Ask again in a moment.')
    refuseTooMany(screens, context)
    const screen = openLiveScreen(context, RETRY_MS + Math.round(Math.random() * RETRY_MS), leave)
    if (screens.size === 0) {
      ticking = setInterval(tick, TICK_MS).unref()
      closing.addEventListener('abort', endAll)
    }
    screens.add(screen)
    const channel = channels.get(org) ?? createOrgChannel(context)
    channels.set(org, channel)
    channel.screens.add(screen)
    org.reader.look()
    channel.send()
    return screen.stream
  }

  function leave(screen: LiveScreen): void {
    const { org } = screen.context
    screens.delete(screen)
    const channel = channels.get(org)
    channel?.screens.delete(screen)
    if (channel?.screens.size === 0) channels.delete(org)
    if (screens.size > 0) return
    clearInterval(ticking)
    deps().closing.removeEventListener('abort', endAll)
  }

  function endAll(): void {
    for (const screen of [...screens]) screen.end()
  }

  return {
    open,
    changed: (org) => void (org && channels.get(org)?.sendSoon()),
    size: () => screens.size,
  }
}

/** The role as it is now; without one the stream ends. */
function admit(screen: LiveScreen, actor: Actor | null): void {
  const { org, role: before } = screen.context
  const role = actor?.roles.get(org.row.id)
  // An idle session can stop, and reads nothing.
  if (!actor || actor.isIdle) screen.end('signed-out')
  else if (!role || !can(role, 'see')) screen.end('no-access')
  else {
    if (role !== before) screen.isCurrent = false
    screen.context = { ...screen.context, actor, role }
  }
}

function refuseTooMany(screens: ReadonlySet<LiveScreen>, { actor }: OrgContext): void {
  let own = 0
  for (const screen of screens) if (screen.context.actor.userId === actor.userId) own += 1
  const where = 'follow live already. This one asks every few seconds instead.'
  if (own >= SCREENS_PER_PERSON_MAX) throw new AppError('rate-limited', `${own} screens of yours ${where}`)
  if (screens.size >= SCREENS_MAX) throw new AppError('rate-limited', `${screens.size} screens ${where}`)
}
