/** No key is made over a database whose org keys it would not open. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const MODULE = join(import.meta.dirname, 'env-file.mjs')

/** `ensureSecrets` in the folder; what it said, and whether the folder has a key afterwards. */
function ensureIn(env: Record<string, string> = {}, module = MODULE) {
  const program = `import { ensureSecrets } from '${pathToFileURL(module)}'
    try { ensureSecrets() } catch (error) { console.log(error.name, error.message) }`
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
  })
  const file = join(folder, '.env.local')
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : null
  return { said: `${ran.stdout}${ran.stderr}`, kept }
}

const withDatabase = (dataDir = '.data') => {
  mkdirSync(join(folder, dataDir), { recursive: true })
  writeFileSync(join(folder, dataDir, 'console.db'), 'a database')
}

it('makes the key at a first start', () => {
  const { said, kept } = ensureIn()
  expect(said).toBe('')
  expect(kept).toMatch(/^CONSOLE_ENCRYPTION_KEY=[\w-]{43}$/m)
})

it('makes none where there is a database already, says so, and writes nothing', () => {
  withDatabase()
  const { said, kept } = ensureIn()
  expect(said).toContain('EnvFileError CONSOLE_ENCRYPTION_KEY is missing, and .data/console.db is there')
  expect(said).toContain('Put the .env.local of this console back')
  expect(kept).toBeNull()
})

it('looks in the data folder that the environment or the file names', () => {
  withDatabase('elsewhere')
  expect(ensureIn({ DATA_DIR: 'elsewhere' })).toEqual({
    said: expect.stringContaining('elsewhere/console.db'),
    kept: null,
  })
  writeFileSync(join(folder, '.env.local'), 'DATA_DIR=elsewhere\n')
  expect(ensureIn()).toEqual({ said: expect.stringContaining('elsewhere/console.db'), kept: 'DATA_DIR=elsewhere\n' })
})

it('goes on where the key is set, as a value or as a file', () => {
  withDatabase()
  expect(ensureIn({ CONSOLE_ENCRYPTION_KEY: 'x'.repeat(32) }).said).toBe('')
  expect(ensureIn({ CONSOLE_ENCRYPTION_KEY_FILE: '/run/key' }).said).toBe('')
})

it('catches the mutant that makes a key over a database', () => {
  withDatabase()
  const source = readFileSync(MODULE, 'utf8')
  const call = /^ {2}if \(missing\.includes\('CONSOLE_ENCRYPTION_KEY'\)\) refuseOverDatabase\(known\)\n/m
  expect(source).toMatch(call)
  const mutant = join(folder, 'env-file.mjs')
  const absolute = (path: string) => `'${new URL(path, pathToFileURL(MODULE)).href}'`
  writeFileSync(
    mutant,
    source.replace(call, '').replace(/'(\.{1,2}\/[^']+)'/g, (_, path) => absolute(path)),
  )
  expect(ensureIn({}, mutant).kept).toContain('CONSOLE_ENCRYPTION_KEY=')
})
