/**
 * Random interleavings of stops, undos, fences, lifts, scheduled, staged and plain restores by several people over a few
 * devices: no device is started, or runs in the end, while a stop that was not taken back holds it. The bench plays ten
 * thousand. The twin that does not see what others hold must be caught.
 */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { storyOf } from './hold-steps'
import { type HoldWorld, openHoldWorld } from './in-process-console'
import { runHoldScenarios } from './run-hold-scenarios'
import { withoutForeignHolds } from './without-foreign-holds'

const RUNS = Number(process.env.INTERLEAVINGS ?? 80)
const TWIN_RUNS = 400
/** Each number is a step; fast-check leaves out steps until only those that matter are left. */
const story = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 2, maxLength: 8 })

let world: HoldWorld
afterEach(() => world.close())

it('never starts a device that has a hold of another person', async () => {
  world = await openHoldWorld()
  let restarts = 0
  await fc.assert(
    fc.asyncProperty(story, async (numbers) => {
      const played = await runHoldScenarios(world, numbers)
      restarts += played.restarts
      expect(played.breaches, JSON.stringify(played.steps)).toEqual([])
    }),
    { numRuns: RUNS },
  )
  // An engine that restores nothing would keep the promise too.
  expect(restarts).toBeGreaterThan(RUNS / 20)
})

it.each([
  [5_635_353, 'a stop is paused while what it broke off is answered'],
  [5_643_194, 'a fence is paused with nothing left to send'],
  [5_643_297, 'a stop is paused after it broke a restore off'],
  [695_362_353, 'a restore overtakes the answer that finds its device revoked elsewhere'],
  [695_363_203, 'two looks at once find the same operation due'],
])('keeps what is held in story %i: %s', async (seed) => {
  world = await openHoldWorld()
  const played = await runHoldScenarios(world, storyOf(seed, 3 + (seed % 5)))
  expect(played.breaches, JSON.stringify(played.steps)).toEqual([])
})

it('catches the twin that does not see what others hold', async () => {
  world = await openHoldWorld({ blind: withoutForeignHolds })
  const property = fc.asyncProperty(
    story,
    async (numbers) => (await runHoldScenarios(world, numbers)).breaches.length === 0,
  )
  const found = await fc.check(property, { numRuns: TWIN_RUNS, endOnFailure: true })
  expect(found.failed).toBe(true)
})
