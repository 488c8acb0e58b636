/** What decides that dependencies are installed anew, and a build made anew: contents, and the ABI of Node. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installDigest, isInstalled } from './install.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const LOCK = readFileSync('package-lock.json', 'utf8')
const HIDDEN = readFileSync('node_modules/.package-lock.json', 'utf8')

/** Runs `installIfNeeded` in the folder; what it would have run. */
function installs(): string {
  const script = `import { installIfNeeded } from ${JSON.stringify(resolve('scripts/start/install.mjs'))}
    await installIfNeeded((command, args) => (process.stdout.write(command + ' ' + args[0] + '!'), 0))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
  return /(\S+ \S+)!/.exec(stdout.toString())?.[1] ?? 'nothing'
}

/** A folder with the real dependencies, as `npm ci` by hand leaves it. */
function installedByHand(): void {
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path'])
    try {
      symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name))
    } catch {}
  writeFileSync(join(folder, 'package-lock.json'), LOCK)
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), HIDDEN)
}

it('installs when nothing is there, and not again', () => {
  writeFileSync(join(folder, 'package-lock.json'), LOCK)
  mkdirSync(join(folder, 'node_modules'))
  expect(installs()).toBe('npm ci')
})

it('takes over what npm ci by hand installed, whatever the times of the files are', () => {
  installedByHand()
  utimesSync(join(folder, 'package-lock.json'), new Date(), new Date(Date.now() + 3_600_000))
  expect(installs()).toBe('nothing')
  utimesSync(join(folder, 'node_modules/.package-lock.json'), 1, 1)
  expect(installs()).toBe('nothing')
})

it('installs when the lockfile has other contents, however old it looks', () => {
  installedByHand()
  expect(installs()).toBe('nothing')
  writeFileSync(join(folder, 'package-lock.json'), LOCK.replace('"lockfileVersion": 3', '"lockfileVersion": 3 '))
  utimesSync(join(folder, 'package-lock.json'), 1, 1)
  expect(installs()).toBe('npm ci')
})

it('installs when it was installed for another Node', () => {
  installedByHand()
  writeFileSync(join(folder, 'node_modules/.installed.sha256'), installDigest(LOCK, { abi: '1' }))
  expect(installs()).toBe('npm ci')
})

it('installs when a driver installed by hand does not load on this Node', () => {
  installedByHand()
  rmSync(join(folder, 'node_modules/better-sqlite3'))
  mkdirSync(join(folder, 'node_modules/better-sqlite3'))
  writeFileSync(join(folder, 'node_modules/better-sqlite3/index.js'), 'throw new Error("NODE_MODULE_VERSION 1")')
  expect(installs()).toBe('npm ci')
})

it('compares what npm installed with the lockfile, package by package', () => {
  expect(isInstalled(LOCK, HIDDEN)).toBe(true)
  const changed = (change: (packages: Record<string, { version: string }>) => void) => {
    const hidden = JSON.parse(HIDDEN)
    change(hidden.packages)
    return isInstalled(LOCK, JSON.stringify(hidden))
  }
  expect(changed((packages) => delete packages['node_modules/next'])).toBe(false)
  expect(changed((packages) => Object.assign(packages['node_modules/next'] ?? {}, { version: '1.0.0' }))).toBe(false)
  expect(changed((packages) => Object.assign(packages, { 'node_modules/stranger': { version: '1.0.0' } }))).toBe(false)
})

it('a build is stale by contents alone', () => {
  for (const path of ['lib/domain/errors.ts', 'next.config.mjs']) cpSync(path, join(folder, path))
  const script = `import { buildDigest, isBuildStale } from ${JSON.stringify(resolve('scripts/build/stale.mjs'))}
    process.stdout.write(buildDigest() + ' ' + isBuildStale())`
  const look = () =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder }).stdout.toString().split(' ')
  const [digest] = look()
  mkdirSync(join(folder, '.next'))
  writeFileSync(join(folder, '.next/BUILD_ID'), digest ?? '')
  utimesSync(join(folder, '.next/BUILD_ID'), 1, 1)
  expect(look()[1]).toBe('false')
  writeFileSync(join(folder, 'lib/domain/errors.test.ts'), 'a test is no source')
  expect(look()[1]).toBe('false')
  writeFileSync(join(folder, 'lib/domain/errors.ts'), '// other')
  utimesSync(join(folder, 'lib/domain/errors.ts'), 0, 0)
  expect(look()[1]).toBe('true')
})
