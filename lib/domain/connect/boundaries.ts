/** Where an agent asks before it works: what is stopped there, and how long a revoke takes until it is noticed. */

export const BOUNDARIES = ['startup', 'kickoff', 'model', 'tool', 'effect'] as const
export type Boundary = (typeof BOUNDARIES)[number]

/** `before`: what does not begin after a denial. `wait`: how long the work goes on after a revoke if this were the only boundary. */
export const BOUNDARY_WORDS: Record<Boundary, { name: string; before: string; wait: string }> = {
  startup: {
    name: 'Startup',
    before: 'The process ends before it works at all. It registers here, so it can be revoked before its first work.',
    wait: 'until the next start of the process',
  },
  kickoff: {
    name: 'Kickoff',
    before: 'The next run or task does not begin.',
    wait: 'until the run under way is over, however long it is',
  },
  model: {
    name: 'Each model call',
    before: 'The agent thinks no further, and spends nothing more.',
    wait: 'until the next model call: seconds, or as long as one tool works',
  },
  tool: {
    name: 'Each tool call',
    before: 'The next tool does not begin.',
    wait: 'until the next tool call: as long as one model call, or one tool',
  },
  effect: {
    name: 'Side effects',
    before: 'What cannot be taken back does not happen, even if the revoke came in the middle of a run.',
    wait: 'until the next write, payment or message',
  },
}

/** Seconds that a guard waits for an answer before it denies by itself. */
export const GUARD_SECONDS = 2

const WAYS: readonly [needs: readonly Boundary[], sentence: string][] = [
  [['model', 'tool'], 'A revoke stops it at its next model or tool call: it finishes the one that is under way.'],
  [['model'], 'A revoke stops it at its next model call. Tools that the last answer asked for still run.'],
  [['tool'], 'A revoke stops it at its next tool call. It goes on thinking, and paying for that, until then.'],
  [['effect'], 'A revoke stops it before its next side effect. It goes on with model and tool calls until then.'],
  [['kickoff'], 'A revoke stops it only when the run under way is over, however long that takes.'],
  [['startup'], 'A revoke does not stop it while it runs: only its next start is denied. Choose more boundaries.'],
]

/** How soon an agent with these boundaries notices a revoke; null where it never asks. */
export const timeToStop = (chosen: readonly Boundary[]): string | null =>
  WAYS.find(([needs]) => needs.every((boundary) => chosen.includes(boundary)))?.[1] ?? null

/** Whether a run that has begun goes on to its end after a revoke. */
export const isLate = (chosen: readonly Boundary[]): boolean =>
  !(['model', 'tool', 'effect'] as const).some((boundary) => chosen.includes(boundary))

/** The boundaries that a text names, such as `startup,model`, in their order; what is none of them is left out. */
export function readBoundaries(text: string): Boundary[] {
  const words = text.split(',')
  return BOUNDARIES.filter((boundary) => words.includes(boundary))
}
