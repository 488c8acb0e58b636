/** Three weeks of usage as the sampler would have left them: hours, and minutes of the last day. */
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import type { PartCount } from '@/lib/store/usage/part-counts'
import { DAY, HOUR, insertSample, type NewSample, RAW } from '@/lib/store/usage/samples'
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
    const spread = resolution === RAW ? {} : spreadOf(sample)
    const key = { org_id: org.row.id, resolution, at }
    return insertSample(db, { ...key, ...sample, ...spread }, parts)
  }
  for (let at = first; at < lastHour; at += HOUR_MS) await write(HOUR, at)
  for (let at = now - DAY * 1_000; at < now - MINUTE_MS; at += MINUTE_MS) await write(RAW, at)
}

type Sample = Omit<NewSample, 'org_id' | 'resolution' | 'at'>
type Parts = Record<string, PartCount[]>

/** @param hours since the first sample, with their fraction: what the totals grow with. */
function sampleOf(
  hour: number,
  hours: number,
  { agents, cap }: Pick<SeedWorld, 'agents' | 'cap'>,
): { sample: Sample; parts: Parts } {
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

/** Within an hour some agents come and go. */
const spreadOf = ({ allowed, active, revoked, cap }: Sample) => ({
  allowed_min: Math.max(0, allowed - 1),
  allowed_last: allowed,
  active_min: Math.max(0, active - 1),
  active_max: active + 2,
  active_last: active,
  revoked_last: revoked,
  cap_last: cap,
})

/** How many of the first `active` ids of the fleet have each value of each part but the last, which distinguishes instances. */
function partsOf(active: number, agents: number): Parts {
  const counts = new Map<string, Map<string, number>>()
  for (const id of fleetIds(agents).slice(0, active)) {
    const [framework = '', env = '', role = ''] = id.split(':')
    for (const [part, value] of Object.entries({ framework, env, role })) {
      const values = counts.get(part) ?? new Map<string, number>()
      counts.set(part, values.set(value, (values.get(value) ?? 0) + 1))
    }
  }
  const countsOf = (values: Map<string, number>) => [...values].map(([value, last]) => ({ value, last, mean: last }))
  return Object.fromEntries([...counts].map(([part, values]) => [part, countsOf(values)]))
}
