/** The real thing for a journey: authority, built console and fleet, each with its own folder and ports. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { IdProfile } from '@/lib/authority/disk/id-profile'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'

export const ADMIN = { email: 'admin@example.org', password: 'correct-horse-battery' }
export const ORG_KEY = 'org_e2e_0123456789abcdefghijklmnop'
export const AGENT_KEY = 'org_agent_e2e_0123456789abcdefghijklmnop'

const READY_MS = 40_000

export type RunningConsole = {
  url: string
  authority: RunningAuthority
  /** Environment it runs with, for the admin program. */
  env: NodeJS.ProcessEnv
  /**
   * Ends the console's process with `signal` (SIGKILL), and starts it again on the same data once `between` is over; `more` is added
   * to its environment.
   */
  restart: (more?: Record<string, string>, signal?: NodeJS.Signals, between?: () => Promise<void>) => Promise<void>
  stop: () => Promise<void>
}

/** `env` is added to the console's environment; with `authorityUrl` that address takes the place of the authority. */
export async function startConsole(
  options: {
    env?: Record<string, string>
    authorityUrl?: string
    deviceLimit?: number
    /** `any`: as authorities list ids that the embedded one would not take. */
    idProfile?: IdProfile
    /** Of the authority: with it the console makes orgs there. */
    adminKey?: string
    /** The authority's clock, epoch ms; that of the machine unless given. */
    authorityNow?: () => number
    /** What happened at the authority before there was a console. */
    before?: (authority: RunningAuthority) => Promise<void>
  } = {},
): Promise<RunningConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'console-e2e-'))
  const authority = await startAuthority({
    dataDir: join(folder, 'authority'),
    port: 0,
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    deviceLimit: options.deviceLimit,
    idProfile: options.idProfile,
    adminKey: options.adminKey,
    now: options.authorityNow,
  })
  await options.before?.(authority)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    CONSOLE_HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: join(folder, 'console'),
    MACHINEID_BASE_URL: options.authorityUrl ?? authority.url,
    MACHINEID_ORG_KEY: ORG_KEY,
    AUTH_SECRET: 'e2e-secret-e2e-secret-e2e-secret-e2e',
    CONSOLE_ENCRYPTION_KEY: 'e2e-encryption-e2e-encryption-e2e-en',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    SAMPLE_SECONDS: '1',
    LOG_LEVEL: 'warn',
    ...(options.adminKey && { AUTHORITY_ADMIN_KEY: options.adminKey, AUTHORITY_PORT: new URL(authority.url).port }),
    ...options.env,
  }
  let child = await startProcess(env, url)
  return {
    url,
    authority,
    env,
    async restart(more = {}, signal = 'SIGKILL', between = async () => {}) {
      await end(child, signal)
      await between()
      child = await startProcess({ ...env, ...more }, url)
    },
    async stop() {
      await end(child, 'SIGTERM')
      await authority.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startProcess(env: NodeJS.ProcessEnv, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the console ended with code ${child.exitCode}`)
    const response = await fetch(`${url}/healthz`).catch(() => undefined)
    if (response?.ok) return child
    await delay(100)
  }
  child.kill('SIGKILL')
  throw new Error('the console was not ready in time')
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
