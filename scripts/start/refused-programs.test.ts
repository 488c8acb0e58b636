/**
 * Each program that opens a database refuses a folder of another user, by itself: not only `npm run up` looks. Run by root it is a
 * real other user; else the folder is closed to its own.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const isRoot = process.getuid?.() === 0
/** A user that owns nothing. */
const OTHER = 65_534

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'refused-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

function run(program: string) {
  const [name, ...args] = program.split(' ')
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/${name}.mjs`, ...args], {
    encoding: 'utf8',
    ...(isRoot && { uid: OTHER, gid: OTHER }),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATA_DIR: folder,
      AUTH_SECRET: 'refused-test-secret-refused-test-secret',
      CONSOLE_ENCRYPTION_KEY: 'refused-test-key-refused-test-key-refused',
    },
  })
  return { status, said: `${stdout}${stderr}`.trim() }
}

const facts = () =>
  ['.', ...readdirSync(folder)].map((name) => {
    const { uid, mode, size, mtimeMs } = lstatSync(join(folder, name))
    return { name, uid, mode, size, mtimeMs }
  })

const PROGRAMS = ['preflight', 'admin user password --email a@example.org', 'authority', 'authority org list']
const REFUSED = isRoot ? `belongs to root, and this program runs as user ${OTHER}` : 'is closed to its own owner'

it.each(PROGRAMS)('%s: a folder of another user', (program) => {
  chmodSync(folder, isRoot ? 0o700 : 0o500)
  const before = facts()
  expect(run(program)).toEqual({ status: 1, said: expect.stringContaining(`DATA_DIR ${folder} ${REFUSED}`) })
  expect(facts()).toEqual(before)
})

it.each([
  ['preflight', 'console.db-wal'],
  ['admin user password --email a@example.org', 'console.db-shm'],
  ['authority', 'authority.db-shm'],
  ['authority', 'authority.lock'],
])('%s: %s that was left by another user', (program, left) => {
  if (isRoot) chownSync(folder, OTHER, OTHER)
  writeFileSync(join(folder, left), '', { mode: isRoot ? 0o600 : 0o400 })
  const before = facts()
  expect(run(program)).toEqual({ status: 1, said: expect.stringContaining(`${join(folder, left)} ${REFUSED}`) })
  expect(facts()).toEqual(before)
})

it.each(PROGRAMS.slice(0, 3))('%s: a folder of another user that is open to this one will do', (program) => {
  chmodSync(folder, 0o777)
  // The authority would run on; it gets as far as its port, which is none.
  expect(run(program.replace(/^authority$/, 'authority org list')).said).not.toMatch(/DATA_DIR .* (belongs|is closed)/)
})
