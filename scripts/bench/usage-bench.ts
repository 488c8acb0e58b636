/**
 * `usage.2y.p95.ms`: what the usage page asks for, two years of it, over HTTP: 100,000 devices of 40 roles, a sample for each day of two
 * years, each hour of 100 days and each minute of two.
 */
import { join } from 'node:path'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import { openStore } from '@/lib/store/open/open-store'
import { listOrgs } from '@/lib/store/orgs'
import { DAY, HOUR, insertSample, RAW } from '@/lib/store/usage/samples'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, withStage } from './stage'

const DEVICES = 100_000
const ROLES = 40
const SAMPLES = 200
const LIMIT_MS = 150

const roles = Array.from({ length: ROLES }, (_, index) => `role-${String(index).padStart(2, '0')}`)

/** As the sampler and its roll-up would have left them. */
async function seedSamples(file: string, now: number): Promise<void> {
  const store = await openStore(file)
  try {
    const org = (await listOrgs(store.db))[0]?.id as string
    for (const [resolution, stepMs, count] of [
      [DAY, DAY * 1_000, 730],
      [HOUR, HOUR * 1_000, 2_400],
      [RAW, 60_000, 2_880],
    ] as const) {
      const last = Math.floor(now / stepMs) * stepMs
      for (let back = count; back > 0; back -= 1) await sample(store.db, org, resolution, last - back * stepMs, back)
    }
  } finally {
    await store.close()
  }
}

async function sample(
  db: Parameters<typeof insertSample>[0],
  org: string,
  resolution: number,
  at: number,
  back: number,
) {
  const active = Math.max(1_000, DEVICES - back)
  const spread =
    resolution === RAW
      ? {}
      : {
          allowed_min: 0,
          allowed_last: active,
          active_min: active - 9,
          active_max: active,
          active_last: active,
          revoked_last: 5,
          cap_last: DEVICES,
        }
  const counts = (values: readonly string[]) =>
    values.map((value) => ({
      value,
      last: Math.floor(active / values.length),
      mean: Math.floor(active / values.length) - 1,
    }))
  await insertSample(
    db,
    {
      org_id: org,
      resolution,
      at,
      allowed: active,
      active,
      revoked: 5,
      cap: DEVICES,
      registrations: 1e6 - back,
      validations_allowed: 1e9 - back * 7,
      validations_denied: 1e6 - back,
      ...spread,
    },
    {
      role: counts(roles),
      env: counts(['prod', 'staging', 'dev']),
      framework: counts(['crewai', 'langgraph', 'openai']),
    },
  )
}

export async function usageTwoYears(): Promise<Figure[]> {
  return withStage(async (stage) => {
    await seedDevices(join(stage.folder, 'authority'), fleetIds(DEVICES), 10)
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    const session = await openSession(url)
    await untilShown(session, '', DEVICES)
    await seedSamples(join(stage.folder, 'console', 'console.db'), Date.now())
    const times: number[] = []
    for (let taken = 0; taken < SAMPLES; taken += 1)
      times.push(await session.time('/api/orgs/main/usage?range=2y&part=role'))
    const headroom: number[] = []
    for (let taken = 0; taken < SAMPLES / 4; taken += 1)
      headroom.push(await session.time('/api/orgs/main/usage/headroom'))
    await session.close()
    const value = Math.round(percentile(times, 0.95) * 10) / 10
    console.error(JSON.stringify({ medianMs: percentile(times, 0.5), headroomP95Ms: percentile(headroom, 0.95) }))
    return [{ name: 'usage.2y.p95.ms', value, unit: 'ms', limit: LIMIT_MS, ok: value <= LIMIT_MS }]
  })
}
