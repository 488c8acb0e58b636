/** How much of the cap is left, and when it will probably be reached. */
import { z } from 'zod'
import { runYielding } from '@/lib/concurrency/cooperative'
import { type DayPeak, forecastSlices } from '@/lib/domain/figures/cap-forecast'
import { capUse } from '@/lib/domain/figures/cap-use'
import type { UsageSample } from '@/lib/domain/usage-steps'
import type { Headroom } from '@/lib/domain/wire/usage'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { DAY, HOUR, listSamples, RAW } from '@/lib/store/usage/samples'
import { viewCap, viewCounts } from '@/lib/views/view-org'
import type { OrgContext } from '../context'
import { service } from '../service'

const DAY_MS = DAY * 1_000
const DAYS = 112

export const getHeadroom = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<Headroom> {
    const now = deps.clock.now()
    const days = await dayPeaks({ deps, org }, now)
    return {
      days: days.map(({ at, active, cap }) => ({ at: new Date(at).toISOString(), active, cap })),
      forecast: await runYielding(forecastSlices(days, { ...capNow(org), now })),
    }
  },
})

/** As the overview says it: `cap` undefined if the authority does not. */
function capNow(org: OrgRuntime): { cap: number | null | undefined; used: number } {
  const use = capUse(viewCap(org), viewCounts(org)?.active)
  if (use.state === 'unknown') return { cap: undefined, used: 0 }
  if (use.state === 'none') return { cap: null, used: use.used ?? 0 }
  return { cap: use.used + use.remaining, used: use.used }
}

type Day = DayPeak & { cap: number | null }

/** The highest count of each of the last days, the running one too; null where nothing was sampled. */
async function dayPeaks({ deps, org }: Pick<OrgContext, 'deps' | 'org'>, now: number): Promise<Day[]> {
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const first = today - (DAYS - 1) * DAY_MS
  const peaks = new Map<number, { active: number; cap: number | null }>()
  for (const resolution of [DAY, HOUR, RAW]) {
    for (const sample of await listSamples(deps.store.reads, org.row.id, resolution, first, now + 1)) {
      const day = Math.floor(sample.at / DAY_MS) * DAY_MS
      const before = peaks.get(day)
      peaks.set(day, { active: Math.max(before?.active ?? 0, peakOf(sample)), cap: sample.cap_last ?? sample.cap })
    }
  }
  const oldest = Math.min(...peaks.keys())
  if (!Number.isFinite(oldest)) return []
  return Array.from({ length: (today - oldest) / DAY_MS + 1 }, (_, index) => {
    const at = oldest + index * DAY_MS
    const peak = peaks.get(at)
    return { at, active: peak?.active ?? null, cap: peak?.cap ?? null }
  })
}

/** Where only the mean is known, that. */
const peakOf = (sample: UsageSample): number => sample.active_max ?? sample.active
