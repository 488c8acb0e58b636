/** A folder that holds this project by links, with an `.env.local` and data of its own: `npm run up` is started in it as it is. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const NOT_LINKED = ['.env.local', '.data', '.git', 'node_modules']
const LOOK_MS = 20

export type StartFolder = {
  path: string
  ports: { console: number; authority: number }
  /** Starts `npm run up`, without npm between unless `byNpm`. What it says gathers in `said()`. */
  up: (options?: {
    args?: string[]
    env?: Record<string, string>
    nodeArgs?: string[]
    byNpm?: true
    uid?: number
  }) => Started
  /** Processes whose working directory this is, by id (Linux). */
  running: () => number[]
  /** Gives it to another user, who can then be the one that starts it. What it holds stays whose it is. Only root may. */
  giveTo: (uid: number) => void
  /** Puts a copy in the place of a link, to be changed; its path. */
  own: (name: string) => string
  remove: () => void
}

export type Started = { child: ChildProcess; said: () => string; exited: Promise<number | NodeJS.Signals | null> }

export async function makeStartFolder(): Promise<StartFolder> {
  const path = mkdtempSync(join(tmpdir(), 'start-'))
  for (const name of readdirSync('.')) if (!NOT_LINKED.includes(name)) symlinkSync(resolve(name), join(path, name))
  mkdirSync(join(path, 'node_modules'))
  for (const name of readdirSync('node_modules'))
    symlinkSync(resolve('node_modules', name), join(path, 'node_modules', name))
  const [console_, authority] = [await freePort(), await freePort()]

  return {
    path,
    ports: { console: console_, authority },
    up({ args = [], env = {}, nodeArgs = [], byNpm, uid } = {}) {
      let said = ''
      const [command, ...before] = byNpm
        ? ['npm', 'run', 'up', '--']
        : [process.execPath, ...nodeArgs, 'scripts/up.mjs']
      const child = spawn(command as string, [...before, ...args], {
        cwd: path,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          NODE_ENV: 'production',
          PORT: String(console_),
          AUTHORITY_PORT: String(authority),
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(uid !== undefined && { uid, gid: uid }),
      })
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said += chunk
        })
      const exited = new Promise<number | NodeJS.Signals | null>((done) =>
        child.once('exit', (code, signal) => done(signal ?? code)),
      )
      return { child, said: () => said, exited }
    },
    running: () => processesIn(path),
    giveTo(uid) {
      for (const name of ['.', 'node_modules']) lchownSync(join(path, name), uid, uid)
    },
    own(name) {
      const own = join(path, name)
      rmSync(own)
      cpSync(resolve(name), own, { recursive: true })
      return own
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        const cwd = readlinkSync(`/proc/${id}/cwd`)
        return cwd === folder || cwd.startsWith(`${folder}/`)
      } catch {
        return false
      }
    })
    .map(Number)
}

export async function waitFor<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  limitMs: number,
): Promise<Value> {
  const until = performance.now() + limitMs
  for (;;) {
    const value = await look()
    if (value) return value
    if (performance.now() > until) throw new Error(`${what} did not happen within ${limitMs} ms`)
    await delay(LOOK_MS)
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))))
    })
  })
}
