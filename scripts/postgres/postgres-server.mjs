/** Starts and stops a PostgreSQL server of one's own, on loopback, with a password. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { postgresBinaries, userOfPostgres } from './postgres-binaries.mjs'

const STARTS_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 50
const USER = 'console'

/** The signals that end a server. `immediate`: as if the power had gone. */
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' }

/**
 * @typedef {object} PostgresServer
 * @property {number} pid
 * @property {number} port
 * @property {(database: string) => string} url
 * @property {Promise<number | null>} ended its exit code, once it has ended.
 * @property {(how?: 'fast' | 'immediate') => Promise<void>} stop
 */

/**
 * Makes the data folder if there is none, and starts the server.
 * @param {{ folder: string, port: number, password: string, settings?: Record<string, string | number>, ssl?: import('node:tls').ConnectionOptions, log?: (text: string) => void }} options
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgres({ folder, port, password, settings = {}, ssl, log = () => {} }) {
  const user = userOfPostgres()
  const programs = postgresBinaries(user)
  const data = join(folder, 'data')
  if (!existsSync(join(data, 'PG_VERSION'))) init(programs.initdb, { folder, data, user, password })
  const chosen = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port, ...settings }
  const options = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(programs.postgres, ['-D', data, ...options], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2_000)
    log(String(chunk))
  })
  const ended = new Promise((resolve) => {
    child.on('exit', resolve)
    child.on('error', () => resolve(null))
  })
  const url = (database) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
  await Promise.race([
    answers(url('postgres'), ssl),
    ended.then(() => {
      throw new Error(`PostgreSQL ended at once: ${said.trim()}`)
    }),
  ])
  return {
    pid: child.pid,
    port,
    url,
    ended,
    async stop(how = 'fast') {
      child.kill(SIGNALS[how])
      await ended
    },
  }
}

function init(initdb, { folder, data, user, password }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const { status, stderr } = spawnSync(
    initdb,
    ['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C'],
    { ...user, cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } },
  )
  rmSync(passwordFile)
  if (status === 0) return
  rmSync(data, { recursive: true, force: true })
  throw new Error(`PostgreSQL could not make its data folder ${data}: ${stderr.trim()}`)
}

async function answers(connectionString, ssl) {
  const until = Date.now() + STARTS_WITHIN_MS
  for (;;) {
    const client = new pg.Client({ connectionString, ssl, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > until) throw new Error('PostgreSQL did not answer within a minute.', { cause: error })
    }
    await delay(LOOK_EVERY_MS)
  }
}
