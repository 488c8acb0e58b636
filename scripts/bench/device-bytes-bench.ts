/**
 * What a device costs in resident memory, of the console and of the embedded authority: each with 300,000 devices and with
 * none, after the console has read them and both have come to rest; and the most that the console takes while it reads them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { seedDevices } from './seed-devices'
import { freePort, withStage } from './stage'

const DEVICES = 300_000
const LIMITS = { console: 600, authority: 400, peak: 1_500 }
const SAMPLE_MS = 20
/** Garbage is collected, and its memory given back, some time after the work. */
const REST_MS = 45_000

/** 30 characters each. */
const idOf = (at: number) => `crewai:prod:worker-${String(at % 40).padStart(2, '0')}:${String(at).padStart(8, '0')}`

/** Bytes, at rest after the reading, and the console's highest until then. */
type Resident = { console: number; authority: number; peak: number }

/** Bytes of a process in memory; Linux only. */
function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kib) * 1_024
}

async function residentWith(devices: number): Promise<Resident> {
  return withStage(async (stage) => {
    const ids = Array.from({ length: devices }, (_, at) => idOf(at))
    if (devices > 0) await seedDevices(join(stage.folder, 'authority'), ids, 10)
    const port = await freePort()
    const authority = await stage.authority(port)
    const console_ = await stage.console(`http://127.0.0.1:${port}`)
    const pids = { console: console_.child.pid as number, authority: authority.child.pid as number }
    let peak = 0
    const sampling = setInterval(() => {
      peak = Math.max(peak, residentBytes(pids.console))
    }, SAMPLE_MS)
    const session = await openSession(console_.url)
    await untilShown(session, '', devices)
    await delay(REST_MS)
    clearInterval(sampling)
    const resident = { console: residentBytes(pids.console), authority: residentBytes(pids.authority), peak }
    await session.close()
    return resident
  })
}

/** `device.bytes.console`, `.authority` and `.peak`. What was seen goes to standard error. */
export async function deviceBytes(): Promise<Figure[]> {
  const none = await residentWith(0)
  const many = await residentWith(DEVICES)
  console.error(JSON.stringify({ none, many }))
  const figure = (name: keyof Resident, from: number): Figure => {
    const value = Math.round((many[name] - from) / DEVICES)
    return { name: `device.bytes.${name}`, value, unit: 'B', limit: LIMITS[name], ok: value <= LIMITS[name] }
  }
  return [figure('console', none.console), figure('authority', none.authority), figure('peak', none.console)]
}
