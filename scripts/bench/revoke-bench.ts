/**
 * Revoking 5,000 devices through the console's API (review, operation, outcomes read back) against the same batch calls sent
 * bare, one after the other, an authority answering 50 ms late in both.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { request } from 'undici'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import type { Operation } from '@/lib/domain/operation'
import type { Selection } from '@/lib/domain/wire/selection'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession, untilReadAnew } from './console-session'
import { startLateProxy } from './late-proxy'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, ORG_KEY, withStage } from './stage'

const DEVICES = 5_000
const BATCH_IDS = 500
const LATE_MS = 50
const PAIRS = 9

/** The calls that the revoke needs, and nothing else. */
async function sendBare(url: string, path: 'revoke_batch' | 'unrevoke_batch', deviceIds: readonly string[]) {
  for (let from = 0; from < deviceIds.length; from += BATCH_IDS) {
    const reply = await request(`${url}/api/v1/devices/${path}`, {
      method: 'POST',
      headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceIds: deviceIds.slice(from, from + BATCH_IDS) }),
    })
    const { status } = (await reply.body.json()) as { status?: string }
    if (status !== 'ok') throw new Error(`${path} was answered with ${reply.statusCode} ${status}`)
  }
}

/** As a person does it: review, then confirm, until every device has its outcome. */
async function revokeByConsole(session: ConsoleSession): Promise<Operation> {
  const { selectionId, digest } = await session.post<Selection>('/api/orgs/main/selections', {
    selector: 'status:active',
  })
  return finish(session, { id: randomUUID(), kind: 'revoke', target: { selectionId, digest } })
}

async function finish(session: ConsoleSession, command: object): Promise<Operation> {
  let operation = await session.post<Operation>('/api/orgs/main/operations', command, { prefer: 'wait=10' })
  while (operation.state !== 'finished') {
    const answer = await session.get<{ operation: Operation }>(`/api/orgs/main/operations/${operation.id}`)
    operation = answer.operation
  }
  if (operation.outcomes.done !== DEVICES) throw new Error(`outcomes: ${JSON.stringify(operation.outcomes)}`)
  return operation
}

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

/** `revoke.5000.ratio`: median of nine alternating pairs. Both sides' medians go to standard error. */
export async function revoke5000(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const deviceIds = fleetIds(DEVICES)
    await seedDevices(join(stage.folder, 'authority'), deviceIds)
    const port = await freePort()
    await stage.authority(port)
    const direct = `http://127.0.0.1:${port}`
    const late = await startLateProxy(direct, LATE_MS)
    const console_ = await stage.console(late.url)
    const session = await openSession(console_.url)
    const allActive = () => untilReadAnew(session, 'status:active', DEVICES)

    const bare = async () => {
      const ms = await timed(() => sendBare(late.url, 'revoke_batch', deviceIds))
      await sendBare(direct, 'unrevoke_batch', deviceIds)
      return ms
    }
    const byConsole = async () => {
      await allActive()
      const callsBefore = late.calls()
      let revoked: Operation | undefined
      const ms = await timed(async () => {
        revoked = await revokeByConsole(session)
      })
      if (late.calls() - callsBefore !== DEVICES / BATCH_IDS) throw new Error('the console sent other batch calls')
      await finish(session, { id: randomUUID(), kind: 'restore', undoes: revoked?.id, reason: 'next round' })
      return ms
    }
    try {
      await bare()
      await byConsole()
      const pairs: { bare: number; byConsole: number }[] = []
      for (let pair = 0; pair < PAIRS; pair += 1) {
        const early = pair % 2 === 0 ? await bare() : await byConsole()
        const other = pair % 2 === 0 ? await byConsole() : await bare()
        pairs.push(pair % 2 === 0 ? { bare: early, byConsole: other } : { bare: other, byConsole: early })
      }
      const median = (values: number[]) => Math.round(percentile(values, 0.5))
      console.error(
        JSON.stringify({
          bareMs: median(pairs.map((pair) => pair.bare)),
          consoleMs: median(pairs.map((pair) => pair.byConsole)),
        }),
      )
      const ratios = pairs.map((pair) => pair.byConsole / pair.bare)
      const value = Math.round(percentile(ratios, 0.5) * 100) / 100
      return [{ name: 'revoke.5000.ratio', value, unit: 'ratio', limit: 2, ok: value <= 2 }]
    } finally {
      await session.close()
      await late.close()
    }
  })
}
