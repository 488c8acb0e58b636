/** One step of an interleaving, drawn from one number, so that a list of numbers is a whole scenario. */
import { seededRandom } from '@/lib/domain/figures/seeded-random'

export const DEVICES = ['c:prod:x:1', 'c:prod:x:2', 'c:prod:y:1', 'c:dev:y:2']
export const NEW_DEVICES = ['c:prod:x:3', 'c:dev:y:3']
/** Selectors of fences, and what each matches. */
export const FENCED: Readonly<Record<string, RegExp>> = {
  'role:x': /:x:/,
  'env:prod -role:x': /^c:prod:(?!x:)/,
  'c:*:y:*': /:y:/,
  'instance:{1..3}': /:[1-3]$/,
}

/** `which`: counted back from the newest act of that sort. `turns` null: waits until it has ended. */
export type Step = { who: number; turns: number | null } & (
  | { act: 'revoke' | 'revoke-later'; devices: string[] }
  | { act: 'restore' | 'restore-later'; devices: string[]; named: number }
  | { act: 'undo' | 'undo-later' | 'undo-staged' | 'lift'; which: number }
  | { act: 'fence'; selector: string; ms: number }
  | { act: 'pause' | 'continue' | 'cancel' | 'retry'; which: number }
  | { act: 'join' | 'elsewhere' | 'ask'; devices: string[] }
  | { act: 'pass'; ms: number }
  | { act: 'look' | 'stop-org' | 'enable-org' }
)

const ODDS: readonly (readonly [Step['act'], number])[] = [
  ['revoke', 10],
  ['undo', 8],
  ['restore', 5],
  ['fence', 3],
  ['lift', 2],
  ['undo-later', 2],
  ['undo-staged', 2],
  ['restore-later', 1],
  ['revoke-later', 1],
  ['pass', 3],
  ['join', 2],
  ['ask', 1],
  ['look', 2],
  ['pause', 2],
  ['continue', 2],
  ['cancel', 1],
  ['retry', 1],
  ['elsewhere', 1],
  ['stop-org', 1],
  ['enable-org', 1],
]
const ODDS_SUM = ODDS.reduce((sum, [, odds]) => sum + odds, 0)
const TURNS_MAX = 40
const PASSES_MS = [1, 1_500, 5_000, 70_000]
const FENCES_MS = [2_000, 600_000]

export function stepOf(number: number): Step {
  const random = seededRandom(number)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  let left = random() * ODDS_SUM
  const act = (ODDS.find(([, odds]) => {
    left -= odds
    return left < 0
  }) ?? ODDS[0]!)[0]
  const draw = {
    act,
    who: Math.floor(random() * 3),
    turns: random() < 0.4 ? null : Math.floor(random() ** 2 * TURNS_MAX),
    devices: DEVICES.filter(() => random() < 0.5),
    which: Math.floor(random() ** 2 * 4),
    named: random() < 0.3 ? 1 + Math.floor(random() * 2) : 0,
    selector: pick(Object.keys(FENCED)),
    ms: pick(act === 'fence' ? FENCES_MS : PASSES_MS),
  }
  if (act === 'join') draw.devices = [pick(NEW_DEVICES)]
  else if (draw.devices.length === 0) draw.devices = [pick(DEVICES)]
  return draw as Step
}

/** The steps of an interleaving by its number. */
export function storyOf(number: number, steps: number): number[] {
  const random = seededRandom(number)
  return Array.from({ length: steps }, () => Math.floor(random() * 2 ** 31))
}
