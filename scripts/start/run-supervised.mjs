/** What every command that starts programs does: it ends them all, however it ends itself, and says a fault in one sentence. */
import { setTimeout as delay } from 'node:timers/promises'
import { createSupervisor } from './supervisor.mjs'
import { whenNpmIsGone } from './when-npm-is-gone.mjs'

const READY_MS = 60_000
const LOOK_MS = 50

/** A start that cannot go on; the message is the sentence that the terminal shows. */
export class StartFault extends Error {}

// A closed terminal takes no more lines; that must not end this process before it has ended the others.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/**
 * Reads the settings, then works with a supervisor until a signal or a fault ends everything: exit code 0 or 1.
 * @template {{dataDir: string}} Settings
 * @param {string} command such as `npm run up`
 * @param {() => Settings} readSettings throws `StartFault`
 * @param {(settings: Settings, supervisor: ReturnType<typeof createSupervisor>, fail: (sentence: string) => void) => Promise<void>} work
 */
export async function runSupervised(command, readSettings, work) {
  let supervisor
  const stop = async (code) => {
    const twice = process.exitCode !== undefined
    process.exitCode ??= code
    await supervisor?.end()
    if (!twice) process.exit()
  }
  const fail = (sentence) => {
    if (process.exitCode !== undefined) return undefined
    console.error(`\n${sentence}`)
    return stop(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))
  whenNpmIsGone(() => void stop(0))
  process.on('uncaughtException', (error) => void fail(`${command} has a fault of its own: ${error.stack}`))
  try {
    const settings = readSettings()
    supervisor = createSupervisor({ logFolder: settings.dataDir, say: (line) => console.log(line) })
    await work(settings, supervisor, fail)
  } catch (error) {
    if (process.exitCode !== undefined) return
    const known = error instanceof StartFault || error.name === 'EnvFileError'
    await fail(known ? error.message : `${command} has a fault of its own: ${error.stack}`)
  }
}

/** Waits until a program answers. One that ended has said so already, to `onExit`. @throws {StartFault} */
export async function untilReady(program, url, supervisor) {
  const until = performance.now() + READY_MS
  let exited = false
  program.exited.then(() => {
    exited = true
  })
  while (performance.now() < until && !supervisor.isEnding()) {
    if (exited) return new Promise(() => {})
    const response = await fetch(`${url}/healthz`).catch(() => undefined)
    if (response?.ok) return undefined
    await delay(LOOK_MS)
  }
  if (supervisor.isEnding()) return new Promise(() => {})
  throw new StartFault(`The ${program.name} did not answer at ${url} within a minute. ${supervisor.lastWords(program)}`)
}
