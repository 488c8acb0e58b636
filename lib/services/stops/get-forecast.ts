/** When a stop of some devices, or of the whole org, will probably have reached them. Never asked for before a press. */
import { z } from 'zod'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/command'
import type { ForecastView } from '@/lib/domain/console-api'
import { type Device, isRunning } from '@/lib/domain/device'
import { forecast } from '@/lib/domain/forecast'
import { fleetEnv, readSelector } from '../devices/match-fleet'
import { authorityNow, type OrgRuntime } from '../orgs/org-runtime'
import { viewDevice } from '../orgs/view-org'
import { service } from '../service'

const SLOW_SHOWN = 3
/** Worth naming: it asks less often than this. */
const SLOW_MS = 60_000

export const getForecast = service({
  permission: 'see',
  input: z.strictObject({ q: z.string().max(SELECTOR_CHARS_MAX).default('') }),
  async run({ deps, org }, { q }): Promise<ForecastView> {
    const now = deps.clock.now()
    const terms = readSelector(org, q)
    const ids = org.fleet.ids({ terms, env: await fleetEnv(deps.store.db, org, terms, now) })
    return viewForecast(
      org,
      ids.flatMap((id) => org.fleet.get(id) ?? []),
      now,
    )
  },
})

/** Of the devices that run now: one that is revoked or gone quiet for good is stopped by nothing. */
export function viewForecast(org: OrgRuntime, devices: Iterable<Device>, now: number): ForecastView {
  const at = authorityNow(org.reading, now)
  const running: Device[] = []
  const slow: Device[] = []
  for (const device of devices) {
    if (!isRunning(device, at)) continue
    running.push(device)
    const p95Ms = device.rhythm?.p95Ms ?? 0
    if (p95Ms < SLOW_MS || (slow.length === SLOW_SHOWN && p95Ms <= (slow[SLOW_SHOWN - 1]?.rhythm?.p95Ms ?? 0))) continue
    slow.push(device)
    slow.sort((a, b) => (b.rhythm?.p95Ms ?? 0) - (a.rhythm?.p95Ms ?? 0))
    slow.length = Math.min(slow.length, SLOW_SHOWN)
  }
  return { ...forecast(running, at), slow: slow.map((device) => viewDevice(org, device, now)) }
}
