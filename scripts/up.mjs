/**
 * `npm run up [-- --fleet N]`: from a fresh clone to a running console in one command. Needs nothing but Node and npm;
 * everything it starts ends with it.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ensureSecrets } from './env-file.mjs'
import { checkNode, installIfNeeded } from './install.mjs'
import { isBuildStale } from './stale.mjs'

const READY_MS = 60_000
const END_MS = 12_000

function fail(sentence) {
  console.error(`\n${sentence}`)
  process.exitCode = 1
  return end()
}

const { values: options } = parseArgs({ options: { fleet: { type: 'string' } } })
checkNode()
installIfNeeded()
const env = { ...ensureSecrets(), ...process.env }
const host = env.CONSOLE_HOST || '127.0.0.1'
const port = Number(env.PORT || 3000)
const dataDir = env.DATA_DIR || '.data'
const embedded = env.MACHINEID_BASE_URL
  ? env.MACHINEID_BASE_URL === 'embedded'
  : !(env.MACHINEID_ORG_KEY || env.MACHINEID_ORG_KEY_FILE)
const authority = { host: env.AUTHORITY_HOST || '127.0.0.1', port: Number(env.AUTHORITY_PORT || 4040) }
const children = []
let ending = false

process.on('SIGINT', () => void end())
process.on('SIGTERM', () => void end())
await main()

async function main() {
  if (options.fleet !== undefined && !/^[1-9]\d{0,4}$/.test(options.fleet))
    return fail('--fleet takes a number of agents, such as 25.')
  if (options.fleet && !embedded)
    return fail('--fleet runs against the embedded authority only: it would register devices in your real org.')
  for (const [what, address] of [['console', { host, port }], ...(embedded ? [['authority', authority]] : [])]) {
    const variable = what === 'console' ? 'PORT' : 'AUTHORITY_PORT'
    if (!Number.isInteger(address.port) || address.port < 1 || address.port > 65_535)
      return fail(`${variable} is ${env[variable]}: it must be a number from 1 to 65535.`)
    const fault = await portFault(address)
    if (fault)
      return fail(
        `The ${what} cannot listen on ${address.host}:${address.port}: ${fault}. Set ${variable} to another port, or end what runs there.`,
      )
  }
  if (isBuildStale(env.NEXT_DIST_DIR)) {
    console.log('Building (about a minute) …')
    const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
      shell: process.platform === 'win32',
    })
    if (status !== 0) return fail('The build failed; what it said stands above.')
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (embedded) {
    start('authority', ['dist/authority.mjs'], only(/^(AUTHORITY_|DATA_DIR$)/))
    if (!(await ready(`http://${authority.host}:${authority.port}/healthz`)))
      return fail(`The embedded authority did not start. ${lastWords('authority')}`)
  }
  const admin = { email: env.ADMIN_EMAIL || 'admin@example.org', password: env.ADMIN_PASSWORD || '' }
  admin.given = Boolean(env.ADMIN_PASSWORD || env.ADMIN_PASSWORD_FILE)
  if (!admin.given) admin.password = makePassword()
  const consoleEnv = {
    ...env,
    NODE_ENV: 'production',
    ADMIN_EMAIL: admin.email,
    ...(admin.given ? {} : { ADMIN_PASSWORD: admin.password }),
  }
  const console_ = start('console', ['scripts/start.mjs'], consoleEnv)
  const health = await ready(`http://${host}:${port}/healthz`)
  if (!health) return fail(`The console did not start. ${lastWords('console')}`)
  await report(admin, console_)
  if (options.fleet) {
    const base = `http://${authority.host}:${authority.port}`
    const key = env.AUTHORITY_AGENT_KEY_FILE
      ? { MACHINEID_ORG_KEY_FILE: env.AUTHORITY_AGENT_KEY_FILE }
      : { MACHINEID_ORG_KEY: env.AUTHORITY_AGENT_KEY }
    // Agents get the agent key and nothing else: the org key could lift a stop.
    const fleetEnv = { ...only(/^$/), ...key }
    start(
      'fleet',
      ['dist/fleet.mjs', '--count', options.fleet, '--interval', '2s', '--base-url', base, '--respawn'],
      fleetEnv,
      true,
    )
  }
}

async function report(admin, console_) {
  const publicUrl = env.PUBLIC_URL || `http://${host}:${port}`
  const name = embedded
    ? `embedded, at http://${authority.host}:${authority.port}`
    : env.MACHINEID_BASE_URL || 'https://machineid.io'
  await delay(1_500)
  const { readings } = await (await fetch(`http://${host}:${port}/healthz`)).json()
  console.log(`\n  Console    ${publicUrl}\n  Stop page  ${publicUrl}/stop\n  Authority  ${name}`)
  if (readings?.keyRejected > 0) {
    console.log(
      '             It rejects the org key. Sign in as an admin and enter a new one, or correct MACHINEID_ORG_KEY.',
    )
  } else if (readings?.failing > 0) {
    console.log('             It does not answer yet; the console goes on trying and says so on every page.')
  }
  if (console_.seen.includes('first-admin-made')) {
    console.log(
      `  Sign in    ${admin.email}\n  Password   ${admin.given ? 'as given in ADMIN_PASSWORD' : `${admin.password}   (shown this once; it stays valid until you change it)`}`,
    )
  } else {
    console.log('  Sign in    as before (npm run admin -- user password --email … sets a new password)')
  }
  if (embedded) {
    const base = `http://${authority.host}:${authority.port}`
    const key = env.AUTHORITY_AGENT_KEY || 'the key in AUTHORITY_AGENT_KEY_FILE'
    console.log(
      `\n  For agents\n    base URL   ${base}\n    agent key  ${key}\n    Python     m = MachineID(org_key="${key}", base_url="${base}")`,
    )
  }
  console.log(`\n  Logs in ${join(dataDir, '*.log')}. Ctrl-C ends everything.\n`)
}

/** What the machine sets for every program, and of ours only the names that match. */
function only(names) {
  const system = /^(PATH|HOME|TMPDIR|TZ|LANG|LC_.*|NODE_.*|SystemRoot|TEMP|TMP)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => system.test(name) || names.test(name)))
}

/** Starts a program; its output goes to a log file, and to the screen when `show`. */
function start(name, args, childEnv, show = false) {
  const child = spawn(process.execPath, args, { env: childEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = createWriteStream(join(dataDir, `${name}.log`), { flags: 'a', mode: 0o600 })
  const entry = { name, child, last: [], seen: [], exited: new Promise((resolve) => child.once('exit', resolve)) }
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`)
      entry.last = [...entry.last, line].slice(-8)
      if (line.includes('"first-admin-made"')) entry.seen.push('first-admin-made')
      if (show) console.log(`  ${name}  ${line}`)
    })
  }
  child.once('exit', (code) => {
    if (!ending && name !== 'fleet') void fail(`The ${name} ended by itself (code ${code}). ${lastWords(name)}`)
  })
  children.push(entry)
  return entry
}

const lastWords = (name) => {
  const lines = children.find((child) => child.name === name)?.last ?? []
  return lines.length ? `It said:\n${lines.join('\n')}` : `See ${join(dataDir, `${name}.log`)}.`
}

async function ready(url) {
  const until = Date.now() + READY_MS
  while (Date.now() < until && !ending) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return true
    await delay(100)
  }
  return false
}

function portFault({ host: hostname, port: number }) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code === 'EADDRINUSE' ? 'the port is in use' : error.message))
    probe.listen(number, hostname, () => probe.close(() => resolve(undefined)))
  })
}

/** Four groups of five without look-alikes: can be read out over a phone. */
function makePassword() {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 4 }, () =>
    Array.from(randomBytes(5), (byte) => alphabet[byte % alphabet.length]).join(''),
  ).join('-')
}

async function end() {
  if (ending) return
  ending = true
  // Agents first, the authority last: nobody sees an authority that is gone.
  for (const { child, exited } of children.toReversed()) {
    if (child.exitCode === null) child.kill('SIGTERM')
    await Promise.race([exited, delay(END_MS)])
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
  process.exit()
}
