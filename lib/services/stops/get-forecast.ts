/** When a stop of some devices, or of the whole org, will probably have reached them. Never requested before the stop is pressed. */
import { z } from 'zod'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import type { ForecastView } from '@/lib/domain/wire/devices'
import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import { SLOW, view, viewForecast } from '@/lib/views/view-forecast'
import { service } from '../service'

export const getForecast = service({
  permission: 'see',
  input: z.strictObject({ q: z.string().max(SELECTOR_CHARS_MAX).default('') }),
  async run({ deps, org }, { q }): Promise<ForecastView> {
    const now = deps.clock.now()
    const terms = readSelector(org, q)
    if (terms.length === 0) return viewForecast(org, now)
    const env = await fleetEnv(deps.store.reads, org, terms, now)
    return view(org, await org.fleet.forecast({ terms, env }, SLOW))
  },
})
