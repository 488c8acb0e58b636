/** The user's command as a process group of its own, and how all of it is ended. */
import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Environment } from './command-env'
import { startKeeper } from './end-after-kit'
import { livingProcesses } from './living-processes'

const TAIL_CHARS = 4_000
const LOOK_MS = 50
const KILL_TRIES = 40

/** How the command's own process ended; `error`: it could not be started. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null; error?: string }

export type RunningCommand = {
  /** Null as long as its own process runs. */
  exit: () => Exit | null
  /** Its own process and all that it started. */
  living: () => number[]
  /** The end of what it printed. */
  tail: () => string
  /** Ends all of it: asks, waits for `graceMs`, kills. Gives those that are alive even then. */
  end: (graceMs: number) => Promise<number[]>
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone already.
  }
}

/** @param token a text that only the environment of this run has. */
export function runCommand(
  [program = '', ...args]: readonly string[],
  { cwd, env, token }: { cwd: string; env: Environment; token: string },
): RunningCommand {
  let exit: Exit | null = null
  let said = ''
  const keeper = startKeeper(token)
  const child = spawn(program, args, {
    cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  child.once('error', (error) => {
    exit ??= { code: null, signal: null, error: error.message }
  })
  child.once('exit', (code, signal) => {
    exit = { code, signal }
  })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-TAIL_CHARS)
    })
  const group = child.pid
  if (group !== undefined) keeper.watch(group)
  const living = () => (group === undefined ? [] : livingProcesses(group, token))

  const end = async (graceMs: number) => {
    let left = living()
    for (const pid of left) send(pid, 'SIGTERM')
    const until = performance.now() + graceMs
    while (left.length > 0 && performance.now() < until) {
      await delay(LOOK_MS)
      left = living()
    }
    // What is killed may have started others a moment before.
    for (let tries = 0; left.length > 0 && tries < KILL_TRIES; tries += 1) {
      for (const pid of left) send(pid, 'SIGKILL')
      await delay(LOOK_MS)
      left = living()
    }
    child.stdout.destroy()
    child.stderr.destroy()
    if (left.length === 0) keeper.dismiss()
    return left
  }
  return { exit: () => exit, living, tail: () => said, end }
}
