/**
 * `node dist/seed.mjs`, run by `npm run dev` with the environment of a console in development: fills its empty data folder with
 * a fleet and some weeks of history. What people do goes through the services, as if they had pressed; only samples of usage,
 * which no act can make, are written by the store's own function.
 */
import { DEV_AGENTS } from './dev-settings.mjs'
import { openSeedWorld } from './open-seed-world'
import { seedActs } from './seed-acts'
import { seedUsage } from './seed-usage'

const world = await openSeedWorld(process.env, { agents: DEV_AGENTS })
try {
  await seedUsage(world)
  await seedActs(world)
} finally {
  await world.close()
}
// All is closed and on disk; the channel to `npm run dev` would keep this process.
process.exit()
