/** How long an agent that comes up inside a fence runs until it is revoked, while a fleet respawns around it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Operation } from '@/lib/domain/operation'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { percentile } from './selector-bench'
import { AGENT_KEY, freePort, withStage } from './stage'

const FLEET = 200
const FLEET_EVERY = '1s'
const SELECTOR = 'env:prod role:tool-*'
const NEW_DEVICES = 48
const ONE_EVERY_MS = 600
const ASKS_EVERY_MS = 40
const GIVEN_UP_MS = 30_000
const FENCE_MS = 3_600_000
const LIMIT_S = 5

type Decision = { allowed?: boolean; status?: string }

/** Milliseconds from the registration of an agent until it was denied. */
async function liveInside(pool: Pool, deviceId: string): Promise<number> {
  const call = async (path: 'register' | 'validate'): Promise<Decision> => {
    const headers = { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' }
    const body = JSON.stringify({ deviceId })
    const reply = await pool.request({ method: 'POST', path: `/api/v1/devices/${path}`, headers, body })
    return (await reply.body.json()) as Decision
  }
  await call('register')
  const startedAt = performance.now()
  while (performance.now() - startedAt < GIVEN_UP_MS) {
    if ((await call('validate')).allowed === false) return performance.now() - startedAt
    await delay(ASKS_EVERY_MS)
  }
  return GIVEN_UP_MS
}

/** `fence.reaction.p95.s`: new devices at random moments, each under a new id as an autoscaler would give it. */
export async function fenceReaction(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const authority = `http://127.0.0.1:${port}`
    stage.fleet(authority, ['--count', String(FLEET), '--interval', FLEET_EVERY, '--respawn', '--json'])
    const { url } = await stage.console(authority)
    const session = await openSession(url)
    const pool = new Pool(authority, { connections: 16 })
    try {
      await untilShown(session, '', FLEET)
      const fence = { endsAt: new Date(Date.now() + FENCE_MS).toISOString() }
      const command = { id: randomUUID(), kind: 'revoke', target: { selector: SELECTOR }, fence, reason: 'bench' }
      const placed = await session.post<Operation>('/api/orgs/main/operations', command, { prefer: 'wait=10' })
      if (placed.stop?.status !== 'accepted') throw new Error(`the fence is ${placed.stop?.status}`)
      const times = await Promise.all(
        Array.from({ length: NEW_DEVICES }, async (_, index) => {
          await delay((index + Math.random()) * ONE_EVERY_MS)
          return liveInside(pool, `crewai:prod:tool-respawned:${randomUUID().slice(0, 8)}`)
        }),
      )
      console.error(
        JSON.stringify({ medianMs: Math.round(percentile(times, 0.5)), atMostMs: Math.round(Math.max(...times)) }),
      )
      const value = Math.round(percentile(times, 0.95) / 10) / 100
      return [{ name: 'fence.reaction.p95.s', value, unit: 's', limit: LIMIT_S, ok: value <= LIMIT_S }]
    } finally {
      await pool.close()
      await session.close()
    }
  })
}
