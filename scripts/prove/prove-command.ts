/** The whole proof of one command: first a run in which everything is allowed, then one for each place in the table. */
import pMap from 'p-map'
import { CONTROL_PLAN, type Control, planOf, readControl, whyUntried, whyUseless } from './control'
import { type Judgement, judge } from './judge'
import { BOUNDARIES, type Cell, FAULTS } from './kinds'
import { runTrial, type Trial, type TrialOptions } from './run-trial'

export type CellResult = Cell & Judgement & { ms: number; tail: string }

export type Proof = {
  deviceId: string
  control: Control
  /** Why nothing could be tried at all; null where something was. */
  useless: string | null
  /** The end of what the command printed when everything was allowed. */
  controlTail: string
  cells: readonly CellResult[]
  /** Processes that nothing could end, by id. */
  immortal: readonly number[]
}

export type ProveSettings = TrialOptions & {
  boundaries: readonly Cell['boundary'][]
  faults: readonly Cell['fault'][]
  jobs: number
  /** A place in the table is known. */
  onCell?: (cell: CellResult) => void
}

/**
 * A run that ended by itself too early says nothing: on a busy machine a guard may have waited too long for an allow. It is
 * tried again, so often at most.
 */
const TRIES_MAX = 3

async function retry<Result>(run: () => Promise<Result>, mayBeChance: (result: Result) => boolean): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const result = await run()
    if (tries === TRIES_MAX || !mayBeChance(result)) return result
  }
}

/** With everything allowed a command should end well; why it did not may be chance as well. */
const mayHaveFailedByChance = ({ end, exit }: Trial) => end === 'exited' && !exit?.error && exit?.code !== 0

const untried = (cell: Cell, why: string, tail = ''): CellResult => ({
  ...cell,
  verdict: 'unknown',
  after: 0,
  calls: { model: 0, tool: 0, effect: 0 },
  reason: why,
  mayBeChance: false,
  stillRunning: false,
  ms: 0,
  tail,
})

/**
 * Rejects when the kit itself fails, once all that it started is ended.
 * @param stop ends what runs and starts nothing more: what is not known by then stays unknown.
 */
export async function proveCommand(settings: ProveSettings, stop: AbortSignal): Promise<Proof> {
  const failed = new AbortController()
  const signal = AbortSignal.any([stop, failed.signal])
  const places = BOUNDARIES.flatMap((boundary) => FAULTS.map((fault) => ({ boundary, fault }))).filter(
    ({ boundary, fault }) => settings.boundaries.includes(boundary) && settings.faults.includes(fault),
  )
  const first = await retry(() => runTrial(settings, CONTROL_PLAN, signal), mayHaveFailedByChance)
  const control = readControl(first)
  const useless = whyUseless(control, first)
  const immortal = new Set(first.immortal)

  const tryPlace = async (cell: Cell): Promise<CellResult> => {
    const why = useless ?? whyUntried(control, cell.boundary)
    if (why) return untried(cell, why, first.tail)
    if (signal.aborted) return untried(cell, 'was not tried: the proof was interrupted')
    return retry(
      async () => {
        const trial = await runTrial(settings, planOf(control, cell), signal)
        for (const pid of trial.immortal) immortal.add(pid)
        return { ...cell, ...judge(cell, trial, control), ms: trial.ms, tail: trial.tail }
      },
      ({ mayBeChance }) => mayBeChance,
    )
  }
  const cells = await pMap(
    places,
    async (place) => {
      const result = await tryPlace(place).catch((error: unknown) => {
        failed.abort()
        throw error
      })
      settings.onCell?.(result)
      return result
    },
    // A failure waits for what still runs.
    { concurrency: settings.jobs, stopOnError: false },
  )
  return { deviceId: settings.deviceId, control, useless, controlTail: first.tail, cells, immortal: [...immortal] }
}

/** 0 proven, 1 not stopped, 2 could not tell: what was seen to go wrong outweighs what was not seen. */
export function exitCodeOf({ cells, immortal }: Proof): 0 | 1 | 2 {
  if (cells.some(({ verdict }) => verdict === 'late' || verdict === 'not-stopped')) return 1
  if (immortal.length > 0 || cells.length === 0 || cells.some(({ verdict }) => verdict === 'unknown')) return 2
  return 0
}
