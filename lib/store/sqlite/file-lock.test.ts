import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore } from '../open/open-store'
import { lockFile } from './file-lock'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-lock-'))
  path = join(folder, 'data', 'console.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lets one console have the file, and the next once it was given back', () => {
  const unlock = lockFile(path)
  expect(() => lockFile(path)).toThrow(/Another console runs on .*console\.db.*Nothing was changed/)
  unlock()
  lockFile(path)()
})

it('leaves the file to the commands of the terminal', async () => {
  const unlock = lockFile(path)
  const store = await openStore(path)
  await store.writable()
  await store.close()
  unlock()
})

it('goes with a process that is killed', async () => {
  lockFile(path)()
  const code = `const S = require('better-sqlite3'); const d = new S(process.argv[1]); d.exec('begin exclusive'); console.log('held'); process.stdin.resume().on('end', () => d.close())`
  const child = spawn(process.execPath, ['-e', code, `${path}.lock`], { stdio: ['pipe', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  expect(() => lockFile(path)).toThrow(/Another console/)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  lockFile(path)()
})

it('says where it cannot be had', () => {
  writeFileSync(join(folder, 'data'), 'no folder')
  expect(() => lockFile(path)).toThrow(/cannot be locked .*Keep the file on a local disk/)
})
