/**
 * The same acts through two consoles, one with SQLite and one with PostgreSQL on the same disk, in turns: one revoke at a time, and ten
 * thousand devices revoked after their review.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import { startPostgres } from '../postgres/postgres-server.mjs'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession, untilReadAnew } from './console-session'
import { startLateProxy } from './late-proxy'
import { confirm, review } from './operation-bench'
import { finish, timed } from './operation-bench-acts'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, type Stage, withStage } from './stage'

const DEVICES = 10_000
const LATE_MS = 50
const WARM_UPS = 15
const SINGLES = 200
const ROUNDS = 7
const RATIO_MAX = 2
const PASSWORD = 'bench-password-of-postgres'

type Measured = { singles: number[]; manies: number[] }

/** `store.postgres.ratio`: the larger of two: p95 of one revoke, and median of ten thousand, with PostgreSQL by that with SQLite. */
export async function storePostgres(): Promise<Figure[]> {
  return withStage(async (stage) => {
    // As root it runs as another user, who may not enter the folder of the stage.
    const folder = mkdtempSync(join(tmpdir(), 'console-bench-postgres-'))
    const server = await startPostgres({ folder, port: await freePort(), password: PASSWORD })
    try {
      const client = new Client({ connectionString: server.url('postgres') })
      await client.connect()
      await client.query('create database console')
      await client.end()
      const sqlite = await open(stage, 'sqlite', {})
      const postgres = await open(stage, 'postgres', { DATABASE_URL: server.url('console') })
      const [a, b] = await measure([sqlite, postgres])
      for (const { close } of [sqlite, postgres]) await close()
      return [ratioOf(a as Measured, b as Measured)]
    } finally {
      await server.stop('immediate')
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

type Side = { session: ConsoleSession; measured: Measured; close: () => Promise<void> }

async function open(stage: Stage, name: string, env: Record<string, string>): Promise<Side> {
  const folder = join(stage.folder, name)
  await seedDevices(folder, fleetIds(DEVICES))
  const port = await freePort()
  await stage.authority(port, DEVICES, folder)
  const late = await startLateProxy(`http://127.0.0.1:${port}`, LATE_MS, { atOnce: true })
  const { url } = await stage.console(late.url, { DATA_DIR: join(stage.folder, `console-${name}`), ...env })
  const session = await openSession(url)
  const close = async () => {
    await session.close()
    await late.close()
  }
  return { session, measured: { singles: [], manies: [] }, close }
}

async function measure(sides: readonly Side[]): Promise<Measured[]> {
  const ids = fleetIds(DEVICES)
  for (const { session } of sides) await untilReadAnew(session, 'status:active', DEVICES)
  for (let nth = 0; nth < WARM_UPS + SINGLES; nth += 1)
    for (const { session, measured } of sides)
      measured.singles.push(
        await timed(() => finish(session, { kind: 'revoke', target: { ids: [ids[nth] as string] } }, 1)),
      )
  for (const { session } of sides) {
    const revoked = ids.slice(0, WARM_UPS + SINGLES)
    await finish(session, { kind: 'restore', target: { ids: revoked }, reason: 'the bench goes on' }, revoked.length)
  }
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const { session, measured } of sides) {
      await untilReadAnew(session, 'status:active', DEVICES)
      const reviewed = await review(session)
      let undoes = ''
      const ms = await timed(async () => {
        undoes = (await confirm(session, reviewed)).id
      })
      if (round > 0) measured.manies.push(ms)
      await finish(session, { kind: 'restore', undoes, reason: 'next round' }, DEVICES)
    }
  return sides.map(({ measured }) => ({ ...measured, singles: measured.singles.slice(WARM_UPS) }))
}

function ratioOf(sqlite: Measured, postgres: Measured): Figure {
  const of = ({ singles, manies }: Measured) => ({ p95: percentile(singles, 0.95), many: percentile(manies, 0.5) })
  const [a, b] = [of(sqlite), of(postgres)]
  console.error(JSON.stringify({ sqlite: a, postgres: b }))
  const value = Math.round(Math.max(b.p95 / a.p95, b.many / a.many) * 100) / 100
  return { name: 'store.postgres.ratio', value, unit: 'ratio', limit: RATIO_MAX, ok: value <= RATIO_MAX }
}
