/** `npm run prove`: proves of any command that it stops when it is denied. Exit code 0 proven, 1 not stopped, 2 could not tell. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { removedNames } from './command-env'
import { BOUNDARY_NAMES, FAULT_NAMES } from './kinds'
import { type ProveOptions, ProveUsage, parseOptions, USAGE } from './options'
import { type CellResult, exitCodeOf, type ProveSettings, proveCommand } from './prove-command'
import { proofJson, proofJunit } from './report-files'
import { drawProof } from './table'

const EXIT_UNKNOWN = 2

/** Paths are meant from where npm was called: npm runs this in its own folder. */
const fromCaller = (path = '') => resolve(process.env.INIT_CWD ?? process.cwd(), path)

/** Options as they are typed → what the proof takes. */
function settingsOf(options: ProveOptions): ProveSettings {
  const without = new Set<string>(options.without)
  return {
    command: options.command,
    deviceId: options.device,
    cwd: fromCaller(options.cwd),
    env: process.env,
    keep: options['keep-env'],
    rounds: options.rounds,
    tools: options.tool,
    dripMs: options.deadline * 2,
    settleMs: options.settle,
    limitMs: options.limit,
    boundaries: options.boundary.filter((name) => !without.has(name)),
    faults: options.fault.filter((name) => !without.has(name)),
    jobs: options.jobs,
  }
}

function warn(options: ProveOptions): void {
  const removed = removedNames(process.env, options['keep-env']).filter((name) => !/^(npm_|INIT_CWD$)/i.test(name))
  console.error(
    'The authority, the keys and the model are pretend; the tools of the command are real, and the model calls them with made-up arguments.',
  )
  if (removed.length > 0) console.error(`Taken out of its environment: ${removed.join(', ')}.`)
}

/** A line per place while it works, where a person looks on. */
function show({ boundary, fault, reason, ms }: CellResult): void {
  if (!process.stderr.isTTY || ms === 0) return
  console.error(`  ${BOUNDARY_NAMES[boundary]}, ${FAULT_NAMES[fault]}: ${reason} (${(ms / 1_000).toFixed(1)} s)`)
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (!options) {
    console.log(USAGE)
    return 0
  }
  if (process.platform === 'win32') throw new ProveUsage('It needs process groups: run it on Linux or macOS.')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  warn(options)
  const proof = await proveCommand({ ...settingsOf(options), onCell: show }, stop.signal)
  console.log(drawProof(proof))
  if (options.json) writeFileSync(fromCaller(options.json), proofJson(proof))
  if (options.junit) writeFileSync(fromCaller(options.junit), proofJunit(proof))
  return exitCodeOf(proof)
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof ProveUsage ? `${error.message}\n\n${USAGE}` : error)
  // Servers of a run that failed half-way would keep this process.
  process.exit(EXIT_UNKNOWN)
})
