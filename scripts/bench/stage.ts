/** The real programs, each a process of its own, in a folder that goes away with them: authority, console, fleet. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export const ADMIN = { email: 'admin@example.org', password: 'correct-horse-battery' }
export const ORG_KEY = 'org_bench_0123456789abcdefghij'
export const AGENT_KEY = 'org_agent_bench_0123456789abcdefghij'

const READY_MS = 60_000
const DRAIN_MS = 15_000
const LOOP_PROBE = 'scripts/bench/loop-probe.cjs'

export type Program = { child: ChildProcess; stop: () => Promise<void> }
export type Stage = {
  folder: string
  /** Starts `dist/authority.mjs` on the data under `folder/authority` unless it is given another folder. */
  authority: (port: number, deviceLimit?: number, dataDir?: string, env?: Record<string, string>) => Promise<Program>
  /** Starts the built console with `env`; it answers at `url` and, with the loop probe inside, on its IPC channel. */
  console: (
    authorityUrl: string,
    env?: Record<string, string>,
  ) => Promise<Program & { url: string; env: Record<string, string> }>
  /** Starts `dist/fleet.mjs` with the agent key. */
  fleet: (authorityUrl: string, args: string[]) => Program
}

/** Gives a stage to `play` and clears it away whatever happens. `keepOutput`: what the programs print is in files of its folder. */
export async function withStage<Result>(
  play: (stage: Stage) => Promise<Result>,
  { keepOutput = false } = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'console-bench-'))
  const programs: Program[] = []
  const start = (args: string[], env: Record<string, string>, stdio: StdioOptions): Program => {
    const output = keepOutput ? openSync(join(folder, `output-${programs.length}.log`), 'w') : null
    const kept = output === null ? stdio : ['ignore' as const, output, output, 'ipc' as const]
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: kept })
    if (output !== null) closeSync(output)
    const exited = new Promise<void>((done) => child.once('exit', () => done()))
    const orphaned = () => child.kill('SIGKILL')
    process.once('exit', orphaned)
    const stop = async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), DRAIN_MS)
      await exited
      clearTimeout(late)
      process.off('exit', orphaned)
    }
    const program = { child, stop }
    programs.push(program)
    return program
  }
  try {
    return await play({
      folder,
      authority: async (port, deviceLimit = 1_000, dataDir = join(folder, 'authority'), more = {}) => {
        const env = {
          DATA_DIR: dataDir,
          AUTHORITY_HOST: '127.0.0.1',
          AUTHORITY_PORT: String(port),
          AUTHORITY_DEVICE_LIMIT: String(deviceLimit),
          AUTHORITY_ORG_KEY: ORG_KEY,
          AUTHORITY_AGENT_KEY: AGENT_KEY,
          ...more,
        }
        const program = start([resolve('dist/authority.mjs')], env, ['ignore', 'ignore', 'inherit'])
        await untilAnswers(`http://127.0.0.1:${port}/healthz`, program.child)
        return program
      },
      console: async (authorityUrl, env = {}) => {
        const port = await freePort()
        const url = `http://127.0.0.1:${port}`
        const args = ['--require', resolve(LOOP_PROBE), 'scripts/start.mjs']
        const given = { ...consoleEnv(port, authorityUrl, join(folder, 'console')), ...env }
        const program = start(args, given, ['ignore', 'ignore', 'inherit', 'ipc'])
        await untilAnswers(`${url}/healthz`, program.child)
        return { ...program, url, env: given }
      },
      fleet: (authorityUrl, args) =>
        start(['dist/fleet.mjs', '--base-url', authorityUrl, ...args], { MACHINEID_ORG_KEY: AGENT_KEY }, [
          'ignore',
          'ignore',
          'inherit',
        ]),
    })
  } finally {
    for (const program of programs.reverse()) await program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const consoleEnv = (port: number, authorityUrl: string, dataDir: string): Record<string, string> => ({
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  CONSOLE_HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  TRUSTED_PROXIES: '',
  DATA_DIR: dataDir,
  MACHINEID_BASE_URL: authorityUrl,
  MACHINEID_ORG_KEY: ORG_KEY,
  ORG_NAME: 'main',
  AUTH_SECRET: 'bench-secret-bench-secret-bench-secret',
  CONSOLE_ENCRYPTION_KEY: 'bench-encryption-bench-encryption-benc',
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
  LOG_LEVEL: 'warn',
})

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + READY_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.at(-1)} ended with code ${child.exitCode}`)
    if ((await fetch(url).catch(() => undefined))?.ok) return
    await delay(50)
  }
  throw new Error(`${url} did not answer in time`)
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))))
    })
  })
}
