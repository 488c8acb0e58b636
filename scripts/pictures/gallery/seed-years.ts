/** Two years of usage before those of the seed: growth, weeks, a hole, a cap that was raised, roles that came and went. */
import { join } from 'node:path'
import { openStore } from '@/lib/store/open/open-store'
import { listOrgs } from '@/lib/store/orgs'
import { DAY, HOUR } from '@/lib/store/usage/samples'
import { insertUsage, steady, usageSample } from '@/testing/console/insert-usage'
import type { GalleryWorld } from './gallery-world'

const DAYS = 730
const HOURS_OF_DAYS = 95
const DAY_MS = DAY * 1_000
/** Days of which nothing is known: the console was down. */
const HOLE = { from: 300, to: 340 }
/** The cap was raised so many days ago. */
const RAISED = 200
/** Older days have their mean alone, as an earlier version of the console left them. */
const MEAN_ONLY_FROM = 500
/** Each with its share of the fleet, and until how many days ago it ran; the smallest are shown as one. */
const ROLES: readonly (readonly [name: string, share: number, goneBefore: number])[] = [
  ['runner', 30, 0],
  ['event-consumer', 18, 0],
  ['cron-nightly', 12, 0],
  ['tool-runner', 10, 0],
  ['planner', 8, 120],
  ['reconciler', 6, 0],
  ['indexer', 5, 0],
  ['mailer', 4, 30],
  ['summariser', 3, 0],
  ['translator', 2, 0],
  ['watcher', 1, 0],
  ['auditor', 1, 0],
]

export async function seedYears({ folder }: GalleryWorld): Promise<void> {
  const store = await openStore(join(folder, 'console.db'))
  try {
    const org = (await listOrgs(store.db))[0]?.id as string
    const now = Date.now()
    const write = async (resolution: number, at: number) => {
      const back = (now - at) / DAY_MS
      if (back > HOLE.from && back < HOLE.to) return
      const roles = rolesAt(back, at)
      const active = Object.values(roles).reduce((sum, count) => sum + count, 0)
      const cap = back > RAISED ? 40 : 60
      const asked = {
        cap,
        registrations: Math.round(900 - back),
        validations_allowed: Math.round((DAYS - back) * 90_000),
      }
      const spread =
        back > MEAN_ONLY_FROM
          ? {}
          : { ...steady(active, cap), active_min: Math.max(0, active - 2), active_max: active + 2 }
      await insertUsage(store.db, org, usageSample(at, active, { resolution, ...asked, ...spread }), roles)
    }
    const today = Math.floor(now / DAY_MS) * DAY_MS
    for (let day = DAYS; day > 0; day -= 1) await write(DAY, today - day * DAY_MS)
    for (let hour = HOURS_OF_DAYS * 24; hour > 0; hour -= 1) await write(HOUR, today - hour * HOUR * 1_000)
  } finally {
    await store.close()
  }
}

/** Devices by role, so many days back: some grow, and at a weekend fewer run. */
function rolesAt(back: number, at: number): Record<string, number> {
  const isWeekend = [0, 6].includes(new Date(at).getUTCDay())
  const size = (0.16 + 0.3 * (1 - back / DAYS)) * (isWeekend ? 0.8 : 1)
  return Object.fromEntries(
    ROLES.flatMap(([name, share, goneBefore]) => {
      const count = back < goneBefore ? 0 : Math.round(share * size)
      return count > 0 ? [[name, count]] : []
    }),
  )
}
