/** How soon a stop is in force that waited for its authority, once that is back: of the org, and of a hundred devices. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Operation } from '@/lib/domain/operation'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession, untilShown } from './console-session'
import { type Outage, type OutageRelay, startOutageRelay } from './outage-relay'
import { AGENT_KEY, freePort, withStage } from './stage'

const DEVICES = 100
const TRIES = 4
/** How long the authority is away, in ms: at least this, and up to as much again. */
const AWAY_MS = 2_000
const WAIT_MS = 30_000
const OUTAGES: Outage[] = ['refuses', 'unavailable', 'hangs']
const LIMIT_S: Record<Outage, number> = { refuses: 1, unavailable: 1, hangs: 4 }

const STOPS = [{ kind: 'disable' }, { kind: 'revoke', target: { selector: 'role:worker' } }] as const
type Stop = (typeof STOPS)[number]
type World = { session: ConsoleSession; relay: OutageRelay; authorityPort: number }

async function callAgent(port: number, call: 'register' | 'validate', number: number): Promise<{ allowed?: boolean }> {
  const reply = await fetch(`http://127.0.0.1:${port}/api/v1/devices/${call}`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId: `crewai:prod:worker:${number}` }),
  })
  return reply.json() as Promise<{ allowed?: boolean }>
}

/** Waits until the stop has that status. @returns seconds. */
async function until(
  session: ConsoleSession,
  id: string,
  isReached: (operation: Operation) => boolean,
): Promise<number> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < WAIT_MS) {
    const { operation } = await session.get<{ operation: Operation }>(`/api/orgs/main/operations/${id}`)
    if (isReached(operation)) return (performance.now() - startedAt) / 1_000
    await delay(10)
  }
  throw new Error(`the stop ${id} did not get there in time`)
}

const isWaiting = ({ stop }: Operation) => stop?.status === 'queued' || stop?.status === 'unknown'
const isInForce = ({ stop }: Operation) => stop?.status === 'accepted'

/** Throws when an agent would be allowed: a claim of the console is no measurement. */
async function requireDenied(authorityPort: number): Promise<void> {
  for (let number = 0; number < DEVICES; number += 1) {
    const { allowed } = await callAgent(authorityPort, 'validate', number)
    if (allowed !== false) throw new Error(`device ${number} is allowed under a stop in force`)
  }
}

async function wake({ session, relay, authorityPort }: World, how: Outage, stop: Stop): Promise<number> {
  const id = randomUUID()
  await relay.away(how)
  await session.post('/api/orgs/main/operations', { id, ...stop })
  await until(session, id, isWaiting)
  await delay(AWAY_MS * (1 + Math.random()))
  await relay.back()
  const seconds = await until(session, id, isInForce)
  await requireDenied(authorityPort)
  const resume = { id: randomUUID(), reason: 'over' }
  if (stop.kind === 'disable') await session.post('/api/orgs/main/operations', { ...resume, kind: 'enable' })
  else {
    await until(session, id, ({ state }) => state === 'finished')
    await session.post('/api/orgs/main/operations', { ...resume, kind: 'restore', undoes: id })
    await until(session, resume.id, ({ state }) => state === 'finished')
  }
  console.error(`${how}, ${stop.kind}: ${seconds.toFixed(2)} s`)
  return seconds
}

/** `stop.wake.s` after refused connections and 503, `stop.wake.hang.s` after an authority that hung; the longest of all. */
export async function stopWake(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const [authorityPort, port] = [await freePort(), await freePort()]
    await stage.authority(authorityPort)
    for (let number = 0; number < DEVICES; number += 1) await callAgent(authorityPort, 'register', number)
    const relay = await startOutageRelay(port, authorityPort)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    const session = await openSession(url)
    try {
      await untilShown(session, '', DEVICES)
      const longest: Record<Outage, number> = { refuses: 0, unavailable: 0, hangs: 0 }
      for (const how of OUTAGES)
        for (const stop of STOPS)
          for (let tries = 0; tries < TRIES; tries += 1)
            longest[how] = Math.max(longest[how], await wake({ session, relay, authorityPort }, how, stop))
      const figure = (name: string, value: number, limit: number): Figure => ({
        name,
        value: Number(value.toFixed(2)),
        unit: 's',
        limit,
        ok: value <= limit,
      })
      return [
        figure('stop.wake.s', Math.max(longest.refuses, longest.unavailable), LIMIT_S.refuses),
        figure('stop.wake.hang.s', longest.hangs, LIMIT_S.hangs),
      ]
    } finally {
      await session.close()
      await relay.close()
    }
  })
}
