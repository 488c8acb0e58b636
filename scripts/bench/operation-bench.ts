/**
 * Revoking 10,000 devices through the console against the same batch calls sent bare, four at a time, an authority answering
 * 50 ms late in both, and what that costs in memory.
 */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pMap from 'p-map'
import { request } from 'undici'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import type { Operation } from '@/lib/domain/operation'
import type { Selection } from '@/lib/domain/wire/selection'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession, untilReadAnew } from './console-session'
import { startLateProxy } from './late-proxy'
import { finish, timed } from './operation-bench-acts'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, ORG_KEY, withStage } from './stage'

const DEVICES = 10_000
const BATCH_IDS = 500
const AT_ONCE = 4
const LATE_MS = 50
const PAIRS = 9
const RATIO_MAX = 2
const GROWTH_MB_MAX = 60
const SAMPLE_MS = 25

/** The calls that the act needs, and nothing else. */
async function sendBare(url: string, path: 'revoke_batch' | 'unrevoke_batch', deviceIds: readonly string[]) {
  const slices = Array.from({ length: Math.ceil(deviceIds.length / BATCH_IDS) }, (_, slice) =>
    deviceIds.slice(slice * BATCH_IDS, (slice + 1) * BATCH_IDS),
  )
  const send = async (ids: readonly string[]) => {
    const reply = await request(`${url}/api/v1/devices/${path}`, {
      method: 'POST',
      headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceIds: ids }),
    })
    const { status } = (await reply.body.json()) as { status?: string }
    if (status !== 'ok') throw new Error(`${path} was answered with ${reply.statusCode} ${status}`)
  }
  await pMap(slices, send, { concurrency: AT_ONCE })
}

export const review = (session: ConsoleSession): Promise<Selection> =>
  session.post<Selection>('/api/orgs/main/selections', { selector: 'status:active' })

/** What a person does after the review: confirms; until every device has its outcome. */
export const confirm = (session: ConsoleSession, { selectionId, digest }: Selection): Promise<Operation> =>
  finish(session, { kind: 'revoke', target: { selectionId, digest } }, DEVICES)

const residentMB = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024

/** The most memory that a process has while `run` is under way, in MB. */
async function highestMB(pid: number, run: () => Promise<unknown>): Promise<number> {
  let highest = residentMB(pid)
  let ended = false
  const running = run().finally(() => {
    ended = true
  })
  while (!ended) {
    highest = Math.max(highest, residentMB(pid))
    await delay(SAMPLE_MS)
  }
  await running
  return highest
}

/** `operation.10k.ratio`: median of nine alternating pairs; `operation.10k.rss.MB`: before them, after one warm-up run. */
export async function operation10k(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const deviceIds = fleetIds(DEVICES)
    await seedDevices(join(stage.folder, 'authority'), deviceIds)
    const port = await freePort()
    await stage.authority(port)
    const direct = `http://127.0.0.1:${port}`
    const late = await startLateProxy(direct, LATE_MS, { atOnce: true })
    const console_ = await stage.console(late.url)
    const pid = console_.child.pid as number
    const session = await openSession(console_.url)
    const allActive = () => untilReadAnew(session, 'status:active', DEVICES)
    const bare = async () => {
      const ms = await timed(() => sendBare(late.url, 'revoke_batch', deviceIds))
      await sendBare(direct, 'unrevoke_batch', deviceIds)
      return ms
    }
    const undo = (undoes: string) => finish(session, { kind: 'restore', undoes, reason: 'next round' }, DEVICES)
    const byConsole = async () => {
      await allActive()
      const callsBefore = late.calls()
      const reviewed = await review(session)
      let revoked = ''
      const ms = await timed(async () => {
        revoked = (await confirm(session, reviewed)).id
      })
      if (late.calls() - callsBefore !== DEVICES / BATCH_IDS) throw new Error('the console sent other batch calls')
      await undo(revoked)
      return ms
    }
    try {
      await bare()
      await byConsole()
      await allActive()
      await delay(2_000)
      const restingMB = residentMB(pid)
      let revoked = ''
      const highest = await highestMB(pid, async () => {
        revoked = (await confirm(session, await review(session))).id
      })
      const grownMB = Math.max(0, Math.round(highest - restingMB))
      await undo(revoked)
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
          restingMB: Math.round(restingMB),
          inTheEndMB: Math.round(residentMB(pid)),
        }),
      )
      const ratio =
        Math.round(
          percentile(
            pairs.map((pair) => pair.byConsole / pair.bare),
            0.5,
          ) * 100,
        ) / 100
      return [
        { name: 'operation.10k.ratio', value: ratio, unit: 'ratio', limit: RATIO_MAX, ok: ratio <= RATIO_MAX },
        {
          name: 'operation.10k.rss.MB',
          value: grownMB,
          unit: 'MB',
          limit: GROWTH_MB_MAX,
          ok: grownMB <= GROWTH_MB_MAX,
        },
      ]
    } finally {
      await session.close()
      await late.close()
    }
  })
}
