/** Installs the dependencies when they are missing or older than the lockfile. Needs nothing but Node and npm. */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

const NODE_MIN = [20, 19]

/** Ends the process with one sentence when this Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return
  console.error(`Node ${process.versions.node} is too old: this needs Node ${NODE_MIN.join('.')} or newer.`)
  process.exit(1)
}

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

export function installIfNeeded() {
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json')) return
  console.log('Installing dependencies (a few minutes the first time: the database driver is compiled) …')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  console.error('npm ci failed; what it said stands above. Nothing was started.')
  process.exit(1)
}
