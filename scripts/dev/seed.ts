/**
 * `node dist/seed.mjs [--agents N] [--ask-every MS]`, run by `npm run dev` with the environment of a console in development, and
 * for the gallery: fills the empty data folder with a fleet and some weeks of history. What people do goes through the services, as if they had pressed; only samples of usage,
 * which no act can make, are written by the store's own function.
 */
import { parseArgs } from 'node:util'
import { DEV_AGENTS } from './dev-settings.mjs'
import { openSeedWorld } from './open-seed-world'
import { seedActs } from './seed-acts'
import { seedUsage } from './seed-usage'

/** Quick, so that a stop is confirmed within a second. */
const ASK_EVERY_MS = 500

const { values } = parseArgs({ options: { agents: { type: 'string' }, 'ask-every': { type: 'string' } } })
const world = await openSeedWorld(process.env, {
  agents: Number(values.agents ?? DEV_AGENTS),
  askEveryMs: Number(values['ask-every'] ?? ASK_EVERY_MS),
})
try {
  await seedUsage(world)
  await seedActs(world)
} finally {
  await world.close()
}
// All is closed and on disk; the channel to `npm run dev` would keep this process.
process.exit()
