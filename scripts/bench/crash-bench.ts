/** Three hundred `kill -9` of consoles with operations under way: a third or more at named steps, the others at any moment. */

import { availableParallelism } from 'node:os'
import pMap from 'p-map'
import { seededRandom } from '@/lib/domain/figures/seeded-random'
import { CRASH_STEPS, type CrashStep } from '@/testing/crash/crash-scenarios'
import { type Life, runCrashScenarios } from '@/testing/crash/run-crash-scenarios'
import type { Figure } from './authority-bench'

const KILLS = 300
const LIVES_PER_WORLD = 25
const WORLDS_AT_ONCE_MAX = 4
const SHOWN_MAX = 20

type Plan = { bare: boolean; lives: Life[] }

/** A step with what leads to it. */
const livesTo = (step: CrashStep): CrashStep[] => [...(step.after ? livesTo(step.after) : []), step]
const isBare = (step: CrashStep): boolean => livesTo(step).some(({ bare }) => bare)

/** Every named step once per round, random moments between them; one world in four is bare. */
function plansOf(random: () => number): Plan[] {
  const stretches = CRASH_STEPS.map((step) => ({ bare: isBare(step), lives: livesTo(step) as Life[] }))
  const named = stretches.reduce((sum, { lives }) => sum + lives.length, 0)
  const moments = Array.from(
    { length: Math.max(0, KILLS - named) },
    (): Plan => ({ bare: random() < 0.25, lives: [null] }),
  )
  const shuffled = [...stretches, ...moments].map((stretch) => ({ stretch, place: random() }))
  shuffled.sort((a, b) => a.place - b.place)
  const plans: Plan[] = []
  for (const { stretch } of shuffled) {
    const open = plans.findLast((plan) => plan.bare === stretch.bare)
    if (open && open.lives.length < LIVES_PER_WORLD) open.lives.push(...stretch.lives)
    else plans.push({ bare: stretch.bare, lives: [...stretch.lives] })
  }
  return plans
}

/** `operation.crash.lost`: what was acknowledged and is not there any more, or not true any more. */
export async function crashLost(): Promise<Figure> {
  const seed = Math.floor(Math.random() * 2 ** 30)
  const startedAt = performance.now()
  const atOnce = Math.min(WORLDS_AT_ONCE_MAX, availableParallelism())
  const played = await pMap(
    plansOf(seededRandom(seed)),
    ({ bare, lives }) => runCrashScenarios(lives, { seed: seed + lives.length, bare }),
    { concurrency: atOnce },
  )
  const sum = (of: (each: (typeof played)[0]) => number) => played.reduce((total, each) => total + of(each), 0)
  const lost = played.flatMap((each) => each.lost)
  const missed = played.flatMap((each) => each.missed)
  const acknowledged = {
    operations: sum((each) => each.acknowledged.operations),
    outcomes: sum((each) => each.acknowledged.outcomes),
    holds: sum((each) => each.acknowledged.holds),
  }
  const kills = sum((each) => each.kills)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.error(
    JSON.stringify({ seed, kills, steps: CRASH_STEPS.length, acknowledged, missed: missed.length, seconds }),
  )
  for (const line of [...lost, ...missed].slice(0, SHOWN_MAX)) console.error(line)
  const ok = lost.length === 0 && missed.length === 0 && kills >= KILLS
  return { name: 'operation.crash.lost', value: lost.length, unit: 'count', limit: 0, ok }
}
