import { openStore } from '@/lib/store/open/open-store'
import { listOrgs } from '@/lib/store/orgs'
import { DAY, HOUR } from '@/lib/store/usage/samples'
import { insertUsage, steady, usageSample } from './insert-usage'

const DAYS = 60
const HOURS = 48

/**
 * Writes sixty days of usage into the database of a console that may be running: one device more every fourth day up to `active`, and the
 * hours of the last two days.
 */
export async function seedPast(file: string, { active, cap }: { active: number; cap: number }): Promise<void> {
  const store = await openStore(file)
  try {
    const org = (await listOrgs(store.db))[0]?.id as string
    const write = (resolution: number, back: number, count: number) => {
      const at = (Math.floor(Date.now() / resolution / 1_000) - back) * resolution * 1_000
      const asked = { cap, registrations: count, validations_allowed: count * 1_000, validations_denied: 0 }
      const sample = usageSample(at, count, { resolution, ...asked, ...steady(count, cap) })
      return insertUsage(store.db, org, sample, { runner: count })
    }
    for (let day = DAYS; day > 0; day -= 1) await write(DAY, day, Math.max(1, Math.round(active - day / 4)))
    for (let hour = HOURS; hour > 0; hour -= 1) await write(HOUR, hour, active)
  } finally {
    await store.close()
  }
}
