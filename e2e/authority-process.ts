/** The authority as a process of its own, on one port and one folder, so that it can be killed like one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { AGENT_KEY, ORG_KEY } from './running-console'

const READY_MS = 20_000

export type AuthorityProcess = {
  url: string
  dataDir: string
  start: () => Promise<void>
  /** Ends it as a power cut would; resolves when it is gone. */
  kill: () => Promise<void>
}

export function authorityProcess(dataDir: string, port: number): AuthorityProcess {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    AUTHORITY_HOST: '127.0.0.1',
    AUTHORITY_PORT: String(port),
    AUTHORITY_ORG_KEY: ORG_KEY,
    AUTHORITY_AGENT_KEY: AGENT_KEY,
  }
  return {
    url,
    dataDir,
    async start() {
      const started = spawn(process.execPath, ['dist/authority.mjs'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      child = started
      const until = Date.now() + READY_MS
      while (Date.now() < until) {
        if (started.exitCode !== null) throw new Error(`the authority ended with code ${started.exitCode}`)
        if ((await fetch(`${url}/healthz`).catch(() => undefined))?.ok) return
        await delay(50)
      }
      throw new Error('the authority was not ready in time')
    },
    async kill() {
      const ending = child
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
      const gone = new Promise((resolve) => ending.once('exit', resolve))
      ending.kill('SIGKILL')
      await gone
    },
  }
}
