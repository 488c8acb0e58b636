/**
 * The device list through the running console: 100,000 devices registered, 1,000 of them validating every 2 s. Meanwhile the
 * longest stall of the console's event loop, measured inside its process; garbage collection counts, a person waits for it too.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, withStage } from './stage'

const DEVICES = 100_000
const AGENTS = 1_000
const SAMPLES_MIN = 400
const WINDOW_MS = 40_000
const WARM_UP_MS = 8_000

/** What people ask for; each in turn. */
const QUERIES = {
  'whole fleet': '',
  'two parts': `q=${encodeURIComponent('env:prod role:tool-*')}`,
  substring: 'q=research',
  'deep offset': 'offset=90000',
  'last seen first': 'sort=-seen',
}

type Stall = { maxMs: number; p99Ms: number; waitedForCpuMs: number }

async function askLoop(child: ChildProcess, message: 'reset' | 'read'): Promise<Stall> {
  const answered = once(child, 'message')
  child.send(message)
  const [stall] = await answered
  return stall as Stall
}

/** `devices.api.100k.p95.ms` and `loop.stall.100k.ms`, from the same run. What else was seen goes to standard error. */
export async function devicesApi(): Promise<Figure[]> {
  return withStage(async (stage) => {
    await seedDevices(join(stage.folder, 'authority'), fleetIds(DEVICES), 10)
    const port = await freePort()
    const authorityUrl = `http://127.0.0.1:${port}`
    // The console first: so the stall of its first reading is not mixed with those of its start.
    const console_ = await stage.console(authorityUrl)
    const session = await openSession(console_.url)
    await askLoop(console_.child, 'reset')
    await stage.authority(port)
    await untilShown(session, '', DEVICES)
    const first = await askLoop(console_.child, 'read')
    stage.fleet(authorityUrl, ['--count', String(AGENTS), '--interval', '2s', '--respawn'])
    await delay(WARM_UP_MS)
    await askLoop(console_.child, 'reset')
    const samples = await timeQueries((query) => session.time(`/api/orgs/main/devices?${query}`))
    const stall = await askLoop(console_.child, 'read')
    await session.close()
    const byQuery = Object.entries(samples).map(([name, ms]) => [name, round(percentile(ms, 0.95))])
    console.error(
      JSON.stringify({
        firstReadingStallMs: round(first.maxMs),
        stallP99Ms: round(stall.p99Ms),
        waitedForCpuMs: round(stall.waitedForCpuMs),
        samples: Object.values(samples).flat().length,
        p95Ms: Object.fromEntries(byQuery),
      }),
    )
    const p95 = round(percentile(Object.values(samples).flat(), 0.95))
    const stallMs = round(stall.maxMs)
    return [
      { name: 'devices.api.100k.p95.ms', value: p95, unit: 'ms', limit: 80, ok: p95 <= 80 },
      { name: 'loop.stall.100k.ms', value: stallMs, unit: 'ms', limit: 50, ok: stallMs <= 50 },
    ]
  })
}

async function timeQueries(time: (query: string) => Promise<number>): Promise<Record<string, number[]>> {
  const samples: Record<string, number[]> = Object.fromEntries(Object.keys(QUERIES).map((name) => [name, []]))
  const endAt = performance.now() + WINDOW_MS
  for (let taken = 0; taken < SAMPLES_MIN || performance.now() < endAt; taken += Object.keys(QUERIES).length) {
    for (const [name, query] of Object.entries(QUERIES)) samples[name]?.push(await time(query))
  }
  return samples
}

const round = (value: number) => Math.round(value * 10) / 10
