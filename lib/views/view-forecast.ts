import { forecastOf } from '@/lib/domain/forecast'
import type { ForecastView } from '@/lib/domain/wire/devices'
import { authorityNow } from '@/lib/fleet/reading'
import type { FleetForecast, SlowLimits } from '@/lib/fleet/search/fleet-searches'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { viewDevice } from './view-device'

/** Worth naming: the three that validate least often, where that is once a minute or less. */
export const SLOW: SlowLimits = { slowMs: 60_000, slowestMax: 3 }

/** The whole fleet is gone through once per reading and 2 s, however many look at `/stop`. */
const KEPT_MS = 2_000

/**
 * Of all devices that run now: one that is revoked or gone quiet for good is stopped by nothing. From memory, for `/stop`
 * too.
 */
export function viewForecast(org: OrgRuntime, now: number): ForecastView {
  const key = `${org.fleet.version}:${org.reading.readAt}:${Math.floor(now / KEPT_MS)}`
  if (org.forecast?.key === key) return org.forecast.view
  const fresh = view(org, org.fleet.forecastAll(authorityNow(org.reading, now), SLOW))
  org.forecast = { key, view: fresh }
  return fresh
}

export const view = (org: OrgRuntime, { askMs, slowest }: FleetForecast): ForecastView => ({
  ...forecastOf(askMs),
  slow: slowest.map((device) => viewDevice(org, device)),
})
