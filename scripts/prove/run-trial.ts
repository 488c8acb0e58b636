/** One run of the command on a stage of its own, watched until it is known what it does; then all of it is ended. */
import { setTimeout as delay } from 'node:timers/promises'
import { commandEnv, type Environment } from './command-env'
import type { TrialPlan } from './denial-switch'
import { openStage, type StageOptions } from './open-stage'
import { type Exit, type RunningCommand, runCommand } from './run-command'
import { openTrialLog, type TrialEvent, type TrialLog } from './trial-log'

export type TrialOptions = StageOptions & {
  command: readonly string[]
  cwd: string
  env: Environment
  /** Names of variables that look like a key and that the command needs. */
  keep: readonly string[]
  /** The longest that one run may take. */
  limitMs: number
  /** A command that was denied and begins nothing for so long is taken to have stopped. */
  settleMs: number
}

/**
 * `exited`: the command and all that it started. `idle`: alive, and begins nothing. `went-on`: so much began after the denial
 * that more would say nothing new. `limit`: its time was over. `aborted`: the kit itself was stopped.
 */
export type TrialEnd = 'exited' | 'idle' | 'went-on' | 'limit' | 'aborted'

export type Trial = {
  events: readonly TrialEvent[]
  end: TrialEnd
  exit: Exit | null
  /** Whether it was seen to do several things at the same time. */
  isParallel: boolean
  /** Processes that outlived the command's own. */
  leftBehind: number
  /** What could not be ended. */
  immortal: readonly number[]
  tail: string
  ms: number
}

const LOOK_MS = 40
const LOOK_FOR_CHILDREN_MS = 200
const GRACE_MS = 1_000
/** Work after a denial, and work of a run in which everything is allowed, that is enough to know. */
const UNITS_AFTER_MAX = 6
const UNITS_MAX = 60

const unitsAfterDenial = ({ events }: TrialLog): number => {
  const from = events.findIndex(({ kind }) => kind === 'denied')
  const kinds = from < 0 ? [] : events.slice(from)
  return kinds.filter(({ kind }) => kind === 'model' || kind === 'tool' || kind === 'effect').length
}

/** @param signal stops the run at once. */
export async function runTrial(options: TrialOptions, plan: TrialPlan, signal: AbortSignal): Promise<Trial> {
  const log = openTrialLog()
  const startedAt = performance.now()
  const stage = await openStage(options, plan, log)
  let command: RunningCommand | undefined
  try {
    const { settings } = stage
    const env = commandEnv(options.env, options.keep, settings)
    command = runCommand(options.command, { cwd: options.cwd, env, token: settings.proveUrl })
    const { end, leftBehind } = await watch(command, log, plan, options, signal)
    const events = [...log.events]
    const isParallel = log.isParallel()
    const exit = command.exit()
    const immortal = await command.end(end === 'aborted' ? 0 : GRACE_MS)
    return {
      events,
      end,
      exit,
      isParallel,
      leftBehind,
      immortal,
      tail: command.tail(),
      ms: performance.now() - startedAt,
    }
  } finally {
    await command?.end(0)
    await stage.close()
  }
}

async function watch(
  command: RunningCommand,
  log: TrialLog,
  { cell }: TrialPlan,
  { limitMs, settleMs }: TrialOptions,
  signal: AbortSignal,
): Promise<{ end: TrialEnd; leftBehind: number }> {
  const startedAt = performance.now()
  let leftBehind = 0
  let meetsDenialAt: number | undefined
  for (;;) {
    if (signal.aborted) return { end: 'aborted', leftBehind }
    const now = performance.now()
    if (command.exit()) {
      const left = command.living().length
      leftBehind = Math.max(leftBehind, left)
      if (left === 0) return { end: 'exited', leftBehind }
    }
    const isMet = log.count('denied') > 0 || (cell?.fault === 'refused' && log.count('in-force') > 0)
    if (isMet) meetsDenialAt ??= now
    if (unitsAfterDenial(log) >= UNITS_AFTER_MAX || log.count('unit') >= UNITS_MAX)
      return { end: 'went-on', leftBehind }
    const stillMs = meetsDenialAt === undefined ? 0 : Math.min(now - meetsDenialAt, log.sinceUnit())
    if (stillMs >= settleMs) return { end: 'idle', leftBehind }
    if (now - startedAt >= limitMs) return { end: 'limit', leftBehind }
    await delay(command.exit() ? LOOK_FOR_CHILDREN_MS : LOOK_MS)
  }
}
