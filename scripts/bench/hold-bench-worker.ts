/** `hold-bench-worker.mjs FROM COUNT`: plays the stories of these numbers, and says on one line what came of them. */

import { storyOf } from '@/testing/holds/hold-steps'
import { openHoldWorld } from '@/testing/holds/in-process-console'
import { runHoldScenarios } from '@/testing/holds/run-hold-scenarios'
import type { HoldsPlayed } from './hold-bench'

const STEPS_MIN = 3
const LENGTHS = 5

const from = Number(process.argv[2])
const count = Number(process.argv[3])
const result: HoldsPlayed = { played: 0, restarts: 0, breaches: [] }
const world = await openHoldWorld()
for (let seed = from; seed < from + count; seed += 1) {
  const { restarts, breaches } = await runHoldScenarios(world, storyOf(seed, STEPS_MIN + (seed % LENGTHS)))
  result.played += 1
  result.restarts += restarts
  for (const what of breaches) result.breaches.push({ seed, what })
}
await world.close()
console.log(JSON.stringify(result))
