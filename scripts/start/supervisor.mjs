/**
 * Starts programs, starts again those that must not stay away, and ends them all. Each is the leader of a process group of
 * its own: the terminal's Ctrl-C and hang-up reach the parent alone, which ends them in order, and what they started too.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { END_MS } from '../../lib/domain/defaults.mjs'
import { createCappedLog } from './capped-log.mjs'
import { readLines } from './read-lines.mjs'

/** How much of the time that all programs have together is kept for each program that ends later. */
const RESERVE_MS = 1_000
const AGAIN_MIN_MS = 500
const AGAIN_MAX_MS = 30_000
/** A program that ran this long before it ended begins with the short delay again. */
const STEADY_MS = 60_000
const LINES_KEPT = 8
const END_WITH_PARENT = new URL('./end-with-parent.mjs', import.meta.url).href
const GROUPS = process.platform !== 'win32'

export function createSupervisor({ logFolder, say }) {
  const programs = []
  let ending = false

  function refuseWhenEnding() {
    if (ending) throw new Error('Everything is ending: nothing is started any more.')
  }

  /**
   * Starts a Node program; its output goes to `NAME.log`, which stays small, and with `show` to the terminal.
   * `onLine` gets each line. Once `keep()` was called on what is returned, it is started again whenever it ends, and the
   * terminal says so; before, `onExit` gets the sentence that says why it ended.
   * @param {string} name
   * @param {string[]} args
   * @param {{env: Record<string, string | undefined>, show?: boolean, onLine?: (line: string) => void,
   *   onExit?: (sentence: string) => void}} options
   */
  function start(name, args, { env, show = false, onLine, onExit }) {
    refuseWhenEnding()
    const program = {
      name,
      child: undefined,
      last: [],
      kept: false,
      asked: false,
      startedAt: 0,
      waitMs: AGAIN_MIN_MS,
      exited: undefined,
      keep() {
        program.kept = true
      },
      /** Ends it and starts it again at once, on request and not as a fault. Only once it is kept. */
      restart() {
        if (!isRunning(program.child)) return
        program.asked = true
        kill(program.child, 'SIGTERM')
      },
    }
    const log = createCappedLog(join(logFolder, `${name}.log`), { say })
    const launch = () => {
      program.startedAt = performance.now()
      program.last = []
      const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...args], {
        env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: GROUPS,
      })
      program.child = child
      const closed = new Promise((resolve) => child.once('close', resolve))
      program.exited = new Promise((resolve) => child.once('exit', resolve))
      for (const stream of [child.stdout, child.stderr])
        readLines(stream, (line) => {
          log.write(line)
          program.last = [...program.last, line].slice(-LINES_KEPT)
          onLine?.(line)
          if (show) say(`  ${name}  ${line}`)
        })
      child.once('error', (error) => program.last.push(error.message))
      child.once('exit', async (code, signal) => {
        // What it left behind, now, while no other process has its number.
        kill(child, 'SIGKILL')
        // Its last words may still be on the way; what it started may hold its output open for ever.
        await Promise.race([closed, delay(200)])
        if (ending) return
        if (program.asked) {
          program.asked = false
          launch()
          return
        }
        const how = `The ${name} ended by itself (${signal ?? `code ${code}`}). ${lastWords(program)}`
        if (program.kept) again(program, how)
        else onExit?.(how)
      })
    }
    const again = async ({ startedAt }, how) => {
      if (performance.now() - startedAt > STEADY_MS) program.waitMs = AGAIN_MIN_MS
      const waitMs = program.waitMs
      program.waitMs = Math.min(AGAIN_MAX_MS, waitMs * 2)
      say(`${how}\nIt is started again in ${waitMs / 1_000} s.`)
      await delay(waitMs)
      if (ending) return
      launch()
      say(`The ${name} is started again.`)
    }
    launch()
    programs.push(program)
    return program
  }

  const lastWords = ({ name, last }) =>
    last.length ? `It said:\n${last.join('\n')}` : `See ${join(logFolder, `${name}.log`)}.`

  /**
   * Runs a command until it ends; what it says on standard error is shown. Gives its exit code; null when it was killed.
   * @param {string} command
   * @param {string[]} args
   * @param {{env?: Record<string, string | undefined>, shell?: boolean, stdout?: 'ignore' | 'inherit' | number}} options
   * @returns {Promise<number | null>}
   */
  async function run(command, args, { env, shell = false, stdout = 'ignore' } = {}) {
    refuseWhenEnding()
    const stdio = ['ignore', stdout, 'inherit', ...(command === process.execPath ? ['ipc'] : [])]
    const argv = command === process.execPath ? ['--import', END_WITH_PARENT, ...args] : args
    const child = spawn(command, argv, { env, stdio, shell, detached: GROUPS })
    const exited = new Promise((resolve) => {
      child.once('exit', (code) => {
        kill(child, 'SIGKILL')
        resolve(code)
      })
      child.once('error', (error) => {
        say(`${command}: ${error.message}`)
        resolve(1)
      })
    })
    programs.push({ name: command, child, exited })
    return exited
  }

  /** Ends all, the last started first. A second call kills at once. */
  async function end() {
    if (ending) {
      for (const { child } of programs) if (isRunning(child)) kill(child, 'SIGKILL')
      return
    }
    ending = true
    const until = performance.now() + END_MS
    for (const [index, { child, exited }] of [...programs.entries()].reverse()) {
      if (!isRunning(child)) continue
      kill(child, 'SIGTERM')
      const waitMs = Math.max(0, until - performance.now() - index * RESERVE_MS)
      await Promise.race([exited, delay(waitMs)])
      if (isRunning(child)) kill(child, 'SIGKILL')
    }
  }

  return { start, run, end, lastWords, isEnding: () => ending }
}

const isRunning = (child) => child.pid !== undefined && child.exitCode === null && child.signalCode === null

/** Sends a signal to a program and all that it started. */
function kill(child, signal) {
  if (!child.pid) return
  try {
    if (GROUPS) process.kill(-child.pid, signal)
    else child.kill(signal)
  } catch {
    // It is gone already.
  }
}
