/**
 * Installs the dependencies unless they are those of this lockfile, for this Node: decided by a digest, never by times of
 * files. Needs nothing but Node and npm.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LOCKFILE = 'package-lock.json'
/** What npm writes when it has installed: what is there. */
const INSTALLED = join('node_modules', '.package-lock.json')
const DIGEST = join('node_modules', '.installed.sha256')
const NPM_CI = ['npm', ['ci', '--no-audit', '--no-fund']]

/** The dependencies that this lockfile and this Node ask for: native ones are built for one ABI, system and processor. */
export function installDigest(
  lockfile,
  { abi = process.versions.modules, on = process.platform, cpu = process.arch } = {},
) {
  return createHash('sha256').update(`${abi} ${on} ${cpu}\n`).update(lockfile).digest('hex')
}

/** Whether what npm says is installed is what the lockfile names. A dependency for another system may be missing. */
export function isInstalled(lockfile, installed) {
  const wanted = Object.entries(JSON.parse(lockfile).packages).filter(([path]) => path !== '')
  const present = JSON.parse(installed).packages
  const paths = new Set(wanted.map(([path]) => path))
  return (
    Object.keys(present).every((path) => paths.has(path)) &&
    wanted.every(([path, { version, integrity, optional, devOptional, peer }]) => {
      const found = present[path]
      if (!found) return Boolean(optional || devOptional || peer)
      return found.version === version && found.integrity === integrity
    })
  )
}

/** Loads the database driver in a Node of its own: only that shows whether it was built for this one. */
const driverLoads = () =>
  spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:').close()"], { stdio: 'ignore' })
    .status === 0

/** Without it (a read-only folder) the packages are compared again at the next start. */
function keep(digest) {
  try {
    writeFileSync(DIGEST, `${digest}\n`)
  } catch {}
}

function isCurrent() {
  if (!existsSync(INSTALLED)) return false
  const lockfile = readFileSync(LOCKFILE)
  const digest = installDigest(lockfile)
  if (existsSync(DIGEST)) return readFileSync(DIGEST, 'utf8').trim() === digest
  // Installed by hand (`npm ci`): taken over when it is the same.
  if (!isInstalled(lockfile, readFileSync(INSTALLED)) || !driverLoads()) return false
  keep(digest)
  return true
}

const runSync = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' }).status

/**
 * @param {(command: string, args: string[]) => number | null | Promise<number | null>} [run] runs npm, gives its exit code
 * @returns {Promise<string | undefined>} one sentence when it did not work
 */
export async function installIfNeeded(run = runSync) {
  if (isCurrent()) return undefined
  console.log('Installing dependencies (a few minutes the first time: the database driver is compiled) …')
  if ((await run(...NPM_CI)) !== 0) return 'npm ci failed; its output is above. Nothing was started.'
  keep(installDigest(readFileSync(LOCKFILE)))
  return undefined
}
