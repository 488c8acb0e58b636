/** Three weeks of usage as the sampler would have left them: hours, and minutes of the last day. */
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import type { UsagePartRow, UsageSampleRow } from '@/lib/store/rows/schema'
import { DAY, HOUR, insertSample, RAW } from '@/lib/store/usage'
import type { SeedWorld } from './open-seed-world'

const DAYS = 21
const MINUTE_MS = 60_000
const HOUR_MS = HOUR * 1_000
/** Most agents ask every two seconds. */
const ASKED_PER_HOUR = 70_000
/** Of a hundred questions so many are refused, on an ordinary day. */
const DENIED_PERCENT = 2
/** On the ninth day everything stood for three hours. */
const STOPPED = { fromHour: 9 * 24 + 10, hours: 3 }

/** Writes them; the newest is some minutes old, so that those of the running console follow. */
export async function seedUsage({ deps, org, agents, cap }: SeedWorld): Promise<void> {
  const { db } = deps.store
  const now = deps.clock.now()
  const lastHour = Math.floor(now / HOUR_MS) * HOUR_MS
  const first = lastHour - DAYS * DAY * 1_000
  const write = (resolution: number, at: number) => {
    const hour = Math.floor((at - first) / HOUR_MS)
    const { sample, parts } = sampleOf(hour, (at - first) / HOUR_MS, { agents, cap })
    const key = { org_id: org.row.id, resolution, at }
    return insertSample(
      db,
      { ...key, ...sample },
      parts.map((part) => ({ ...key, ...part })),
    )
  }
  for (let at = first; at < lastHour; at += HOUR_MS) await write(HOUR, at)
  for (let at = now - DAY * 1_000; at < now - MINUTE_MS; at += MINUTE_MS) await write(RAW, at)
}

type Sample = Omit<UsageSampleRow, 'org_id' | 'resolution' | 'at'>
type Part = Pick<UsagePartRow, 'part' | 'value' | 'active'>

/** @param hours since the first sample, with their fraction: what the totals grow with. */
function sampleOf(
  hour: number,
  hours: number,
  { agents, cap }: Pick<SeedWorld, 'agents' | 'cap'>,
): { sample: Sample; parts: Part[] } {
  // The fleet grew by half, and by day some more run than by night.
  const isDay = hour % 24 >= 8 && hour % 24 < 18
  const active = Math.round(agents * (0.5 + (0.4 * hour) / (DAYS * 24)) + (isDay ? agents * 0.1 : 0))
  const isStopped = hour >= STOPPED.fromHour && hour < STOPPED.fromHour + STOPPED.hours
  const asked = Math.round(hours * ASKED_PER_HOUR)
  const denied = Math.round((asked * DENIED_PERCENT) / 100)
  return {
    sample: {
      allowed: isStopped ? 0 : active,
      active,
      revoked: Math.round(agents * 0.05),
      cap,
      // A counter of the authority only grows, also when devices leave by night.
      registrations: Math.round(agents * (0.6 + (0.4 * hour) / (DAYS * 24))),
      validations_allowed: asked - denied,
      validations_denied: denied,
    },
    parts: partsOf(active, agents),
  }
}

/** How many of the first `active` ids of the fleet have each value of each part but the last, which distinguishes instances. */
function partsOf(active: number, agents: number): Part[] {
  const counts = new Map<string, Part>()
  for (const id of fleetIds(agents).slice(0, active)) {
    const [framework = '', env = '', role = ''] = id.split(':')
    for (const [part, value] of Object.entries({ framework, env, role })) {
      const known = counts.get(`${part}:${value}`) ?? { part, value, active: 0 }
      known.active += 1
      counts.set(`${part}:${value}`, known)
    }
  }
  return [...counts.values()]
}
