/** When a stop of some devices, or of the whole org, will probably have reached them. Never asked for before a press. */
import { z } from 'zod'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/command'
import type { ForecastView } from '@/lib/domain/console-api'
import { forecastOf } from '@/lib/domain/forecast'
import { fleetEnv, readSelector } from '../devices/match-fleet'
import type { FleetForecast, SlowLimits } from '../fleet/fleet-searches'
import { authorityNow } from '../fleet/reading'
import type { OrgRuntime } from '../orgs/org-runtime'
import { viewDevice } from '../orgs/view-org'
import { service } from '../service'

/** Worth naming: the three that ask least often, where that is once a minute or less. */
const SLOW: SlowLimits = { slowMs: 60_000, slowestMax: 3 }

/** The whole fleet is gone through once per reading and 2 s, however many look at `/stop`. */
const KEPT_MS = 2_000

export const getForecast = service({
  permission: 'see',
  input: z.strictObject({ q: z.string().max(SELECTOR_CHARS_MAX).default('') }),
  async run({ deps, org }, { q }): Promise<ForecastView> {
    const now = deps.clock.now()
    const terms = readSelector(org, q)
    if (terms.length === 0) return viewForecast(org, now)
    const env = await fleetEnv(deps.store.reads, org, terms, now)
    return view(org, await org.fleet.forecast({ terms, env }, SLOW), now)
  },
})

/**
 * Of all devices that run now: one that is revoked or gone quiet for good is stopped by nothing. From memory, for `/stop`
 * too.
 */
export function viewForecast(org: OrgRuntime, now: number): ForecastView {
  const key = `${org.fleet.version}:${org.reading.readAt}:${Math.floor(now / KEPT_MS)}`
  if (org.forecast?.key === key) return org.forecast.view
  const fresh = view(org, org.fleet.forecastAll(authorityNow(org.reading, now), SLOW), now)
  org.forecast = { key, view: fresh }
  return fresh
}

const view = (org: OrgRuntime, { askMs, slowest }: FleetForecast, now: number): ForecastView => ({
  ...forecastOf(askMs),
  slow: slowest.map((device) => viewDevice(org, device, now)),
})
