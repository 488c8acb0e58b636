/** A log that stays small, leaves room on the disk, and drops what it cannot write. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCappedLog, LOGS_KEPT } from './capped-log.mjs'
import { readLines } from './read-lines.mjs'

const BYTES_MAX = 10_000

let folder: string
let path: string
let said: string[]
let now: number
let free: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capped-log-'))
  path = join(folder, 'console.log')
  said = []
  now = 1
  free = 1e12
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const make = () =>
  createCappedLog(path, {
    say: (line: string) => void said.push(line),
    bytesMax: BYTES_MAX,
    freeOf: () => ({ free, total: 1e12 }),
    now: () => now,
  })
const bytesOf = () => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
const line = (index: number) => `${index} ${'x'.repeat(90)}`

/** Whether 10,000 lines stay within the files that a log may have. */
function staysSmall(log: { write: (line: string) => void }): boolean {
  for (let index = 0; index < 10_000; index += 1) log.write(line(index))
  return bytesOf() <= (LOGS_KEPT + 1) * BYTES_MAX
}

it('is rotated: a few files of limited size, the newest lines in them', () => {
  expect(staysSmall(make())).toBe(true)
  expect(readdirSync(folder).sort()).toEqual(['console.log', 'console.log.1', 'console.log.2', 'console.log.3'])
  expect(readFileSync(path, 'utf8')).toContain(line(9_999))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(said).toEqual([])
})

it('without rotation does not stay small (mutant)', () => {
  const log = createCappedLog(path, {
    say: () => {},
    bytesMax: Number.POSITIVE_INFINITY,
    freeOf: () => ({ free, total: 1e12 }),
  })
  expect(staysSmall(log)).toBe(false)
})

it('goes on in a file that was there, and rotates one that was too long', () => {
  make().write('before')
  make().write('after')
  expect(readFileSync(path, 'utf8')).toBe('before\nafter\n')
})

describe('a log that cannot be written', () => {
  it.runIf(process.platform === 'linux')('on a full disk drops lines, says so once, and goes on with a count', () => {
    symlinkSync('/dev/full', path)
    const log = make()
    for (let index = 0; index < 3; index += 1) log.write(line(index))
    now += 10_000
    log.write(line(3))
    expect(said).toEqual([`${path} cannot be written (ENOSPC); its lines are dropped until it can.`])
    unlinkSync(path)
    now += 10_000
    log.write('it can be written again')
    expect(readFileSync(path, 'utf8')).toBe('\n4 lines were dropped.\nit can be written again\n')
  })
  it('in a folder that is gone throws nothing', () => {
    rmSync(folder, { recursive: true })
    make().write('x')
    expect(said[0]).toContain('ENOENT')
  })
  it('leaves a share of the disk to the databases', () => {
    const log = make()
    log.write('first')
    free = 200 * 1_048_576
    now += 2_000
    log.write('second')
    expect(said[0]).toContain('the disk is almost full')
    free = 300 * 1_048_576
    now += 10_000
    log.write('third')
    expect(readFileSync(path, 'utf8')).toBe('first\n1 lines were dropped.\nthird\n')
  })
})

it('reads lines of any length, keeping little of each', async () => {
  const lines: string[] = []
  const stream = Readable.from([
    Buffer.from('a\r\nb'),
    Buffer.from(`c\n${'x'.repeat(100_000)}`),
    Buffer.from('y\nä').subarray(0, 3),
    Buffer.from('ä').subarray(1),
    Buffer.from('last'),
  ])
  readLines(stream, (read: string) => void lines.push(read))
  await new Promise((done) => stream.on('close', done))
  expect(lines.map((read) => read.slice(0, 20))).toEqual(['a', 'bc', 'x'.repeat(20), 'älast'])
  expect(lines[2]?.length).toBeLessThan(20_000)
})
