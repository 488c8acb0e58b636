import { roleOf } from './device-ids'

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const INTERVAL_MS_MIN = 10
const INTERVAL_MS_MAX = 86_400_000

export class FleetUsage extends Error {
  override readonly name = 'FleetUsage'
}

/** `500ms`, `2s`, `5m`, `1h` in milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim())
  const ms = match ? Number(match[1]) * (UNITS[match[2] as string] as number) : Number.NaN
  if (!(ms >= INTERVAL_MS_MIN && ms <= INTERVAL_MS_MAX)) {
    throw new FleetUsage(`"${text}" is no interval: write 10ms to 24h, such as 500ms, 2s or 5m.`)
  }
  return ms
}

/** `2s`, or by role `cron-nightly=30s,*=2s`, as a function from device id to milliseconds. */
export function parseIntervals(text: string): (deviceId: string) => number {
  const byRole = new Map<string, number>()
  for (const part of text.split(',')) {
    const at = part.lastIndexOf('=')
    const role = at < 0 ? '*' : part.slice(0, at).trim()
    if (byRole.has(role)) throw new FleetUsage(`--interval names "${role}" twice.`)
    byRole.set(role, parseDuration(part.slice(at + 1)))
  }
  const others = byRole.get('*') ?? 2000
  return (deviceId) => byRole.get(roleOf(deviceId)) ?? others
}
