/** The matrix of frameworks: each cell is one run of a real framework that meets one fault at one boundary. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { Guard } from '@/guards/node/machineid-guard.mjs'
import { startPretendModel } from '@/testing/pretend-model/start-pretend-model'
import { type GuardStage, openGuardStage } from './guard-stage'
import { KEY_FAULTS } from './key-stage'

/** During which event the fault begins: what comes next is what must not begin. `start`: before the run. */
const BOUNDARIES = {
  start: null,
  tool: ['model', 1],
  call: ['tool', 1],
  stream: ['middle', 1],
  'sub-agent': ['model', 2],
} as const

export type Boundary = keyof typeof BOUNDARIES
export type Cell = readonly [boundary: Boundary, fault: string]

/** The faults that each framework meets at each boundary; the guard alone meets all of them. */
const FEW = [
  'revoked',
  'timeout',
  'refused',
  'reset',
  '500',
  'html',
  'cut JSON',
  'no allowed',
  'allowed "true"',
  'redirect',
]
const SHORT = ['revoked', 'timeout', 'refused', 'no allowed']

const cross = (boundaries: readonly Boundary[], faults: readonly string[]): Cell[] =>
  boundaries.flatMap((boundary) => faults.map((fault): Cell => [boundary, fault]))

export const ALL_CELLS = cross(['start', 'tool', 'call'], FEW)
export const SOME_CELLS = cross(['start', 'tool', 'call'], ['revoked', 'refused', 'no allowed'])
export const STREAM_CELLS = cross(['stream'], SHORT)
export const KEY_CELLS = cross(['start', 'tool', 'call'], [...KEY_FAULTS, 'revoked', 'timeout', '401 with a yes'])
export const SUB_AGENT_CELLS = cross(['sub-agent'], SHORT)

export type Stage = {
  guard: Guard
  /** Where the pretend model answers. */
  modelUrl: string
  /** What a tool calls when it begins. */
  begin(what: 'tool'): void
}

/** The broken twin: it asks, and works on whatever the answer is. */
export class Lenient extends Guard {
  override async check(before?: string) {
    await super.check(before).catch(() => undefined)
  }
}

/**
 * What began after the denial was sent. How the run ends does not matter. A run that a slow machine denied before the fault began is
 * repeated: it shows nothing.
 */
export async function cell(
  [boundary, fault]: Cell,
  run: (stage: Stage) => Promise<unknown>,
  Kind = Guard,
  open: () => Promise<GuardStage> = openGuardStage,
): Promise<string[]> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const begun: { what: string; at: number }[] = []
    const counts = new Map<string, number>()
    const stage = await open()
    const arms = BOUNDARIES[boundary]
    const fire = async (what: string) => {
      const count = (counts.get(what) ?? 0) + 1
      counts.set(what, count)
      if (arms?.[0] === what && arms[1] === count) await stage.arm(fault)
    }
    const begin = async (what: string) => {
      begun.push({ what, at: performance.now() })
      await fire(what)
    }
    const model = await startPretendModel({ rounds: 2, onCall: () => begin('model'), onMiddle: () => fire('middle') })
    await stage.register()
    if (!arms) await stage.arm(fault)
    const guard = new Kind(stage.device, { deadlineMs: fault === 'timeout' ? 1_000 : 3_000, log: () => undefined })
    await run({ guard, modelUrl: model.url, begin }).catch(() => undefined)
    await model.close()
    await stage.close()
    const { deniedAt } = stage
    if (deniedAt() !== undefined) return begun.filter(({ at }) => at > (deniedAt() ?? 0)).map(({ what }) => what)
  }
  throw new Error(`no denial was sent in ten runs of ${boundary}, ${fault}`)
}

/** A cell of the matrix: what it shows is kept where `GUARDS_CELLS` names a folder, for the figure that `npm test` prints. */
export async function matrixCell(
  path: string,
  at: Cell,
  run: (stage: Stage) => Promise<unknown>,
  open = openGuardStage as () => Promise<GuardStage>,
): Promise<string[]> {
  const after = await cell(at, run, Guard, open)
  const folder = process.env.GUARDS_CELLS
  const [boundary, fault] = at
  if (folder) appendFileSync(join(folder, 'node.jsonl'), `${JSON.stringify({ path, boundary, fault, after })}\n`)
  return after
}
