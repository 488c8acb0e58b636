/**
 * A console that is killed loses nothing that it acknowledged. The bench kills three hundred; here a few, and two twins that
 * must be caught: one that acknowledges before its transaction is committed, one that writes its holds after it acknowledged.
 */
import { expect, it } from 'vitest'
import { CRASH_STEPS } from './crash-scenarios'
import { type Life, runCrashScenarios } from './run-crash-scenarios'

const RANDOM: Life = null
const stepOf = (name: string): Life => CRASH_STEPS.find(({ step }) => step === name) as NonNullable<Life>
const ACKNOWLEDGED = stepOf('acknowledged, nothing known of it yet')

it('loses nothing that it acknowledged', async () => {
  const lives = [
    ACKNOWLEDGED,
    stepOf('answered, not written'),
    stepOf('reviewed stop: in the store without its devices'),
    stepOf('taking up: answered again, not written'),
    RANDOM,
    stepOf('undo: answered, holds not released'),
    stepOf('continued: found done, not written'),
    RANDOM,
    RANDOM,
  ]
  const { kills, lost, missed, acknowledged } = await runCrashScenarios(lives, { seed: 4 })
  expect({ kills, lost, missed }).toEqual({ kills: lives.length, lost: [], missed: [] })
  expect(acknowledged.outcomes).toBeGreaterThan(0)
})

it.each(['late-commit', 'late-holds'] as const)('catches the twin: %s', async (twin) => {
  expect((await runCrashScenarios([ACKNOWLEDGED, RANDOM], { seed: 5, twin })).lost).not.toEqual([])
})
