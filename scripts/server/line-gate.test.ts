/** Whatever a program prints: one line per event, of each kind the first of a minute, and then a count. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createLineGate } from './line-gate.mjs'
import { oneLineEach } from './one-line.mjs'

const ABOUT = { app: 'console', now: 0 }
const STACK =
  'Error [AppError]: The store cannot be read\n    at read (file.js:1:2)\n    at async page (file.js:3:4) {\n  code: 5\n}\n'
const own = (msg: string, more: object = {}) => `${JSON.stringify({ level: 50, msg, ...more })}\n`

function gate() {
  const lines: string[] = []
  const made = createLineGate({ app: 'console', now: () => 0, write: (line: string) => void lines.push(line) })
  return { ...made, lines }
}

describe('one line', () => {
  it('is made of a stack, with all of it inside', () => {
    const [event, ...more] = oneLineEach(`\u001b[31m⨯\u001b[0m ${STACK}`, ABOUT)
    expect(more).toEqual([])
    expect(event?.line).not.toContain('\n')
    const { msg, more: rest } = JSON.parse(event?.line ?? '')
    expect(msg).toBe('⨯ Error [AppError]: The store cannot be read')
    expect(rest).toContain('at async page')
  })
  it('stays as it is when it is one, JSON or not', () => {
    expect(oneLineEach('ready\n', ABOUT)).toEqual([{ line: 'ready', own: false }])
    expect(oneLineEach(own('a') + own('b'), ABOUT).map(({ line }) => JSON.parse(line).msg)).toEqual(['a', 'b'])
    expect(oneLineEach('\n  \n', ABOUT)).toEqual([])
  })
  it('holds no key, no direction mark and no control character', () => {
    const [event] = oneLineEach('key org_agent_0123456789 \u202e \u0007 \u2028', ABOUT)
    expect(event?.line).toBe('key org_[redacted] \\u202e \\u0007 \\u2028')
  })
  it('is never longer than a log should hold, and stays JSON', () => {
    const line = own('failed', {
      err: { type: 'E', message: 'm'.repeat(50_000), stack: 's'.repeat(50_000) },
      x: 'y'.repeat(50_000),
    })
    const [event] = oneLineEach(line, ABOUT)
    expect(event?.line.length).toBeLessThan(9_000)
    expect(JSON.parse(event?.line ?? '')).toMatchObject({ level: 50, msg: 'failed', err: { type: 'E' } })
    expect(oneLineEach('x'.repeat(1_000_000), ABOUT)[0]?.line.length).toBeLessThan(9_000)
    expect(oneLineEach(`a\n${'x'.repeat(1_000_000)}`, ABOUT)[0]?.line.length).toBeLessThan(9_000)
  })
})

/** Prints events in bulk through something that prints, and gives what came out. */
const FLOODS: Record<string, (index: number) => string> = {
  stacks: () => STACK,
  'stacks with other numbers': (index) => STACK.replace('The store', `Store ${index} at /path/${index}`),
  'quoted names': (index) =>
    `Failed to find Server Action "${index.toString(36).replace(/\d/g, 'x')}"\n    at ignore-listed frames\n`,
  'other words each time': (index) =>
    `${index.toString(36).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string)} failed\n`,
  'lines of our own': () => own('request failed', { path: '/x', err: { type: 'AppError' } }),
  'lines of our own with other paths': (index) =>
    own('request failed', { path: `/${index}`, err: { message: `${index}` } }),
}
const LINES_MAX = 60

describe('10,000 events of one flood', () => {
  const linesOf = (name: string, print: (text: string) => void, lines: string[]) => {
    for (let index = 0; index < 10_000; index += 1) print(FLOODS[name]?.(index) as string)
    return lines.length
  }
  it.each(Object.keys(FLOODS))('become few lines: %s', (name) => {
    const { print, lines, endMinute } = gate()
    const printed = linesOf(name, print, lines)
    expect(printed).toBeGreaterThan(0)
    expect(printed).toBeLessThan(LINES_MAX)
    endMinute()
    const counted = lines.slice(printed).map((line) => JSON.parse(line).repeated as number)
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(10_000 - printed)
    expect(lines.length).toBeLessThan(2 * LINES_MAX)
  })
  it('are found in a program that prints each (mutant)', () => {
    const lines: string[] = []
    for (const name of Object.keys(FLOODS))
      expect(linesOf(name, (text) => lines.push(text), lines)).toBeGreaterThan(LINES_MAX)
  })
  it('are printed again in the next minute', () => {
    const { print, lines, endMinute } = gate()
    print(STACK)
    print(STACK)
    endMinute()
    print(STACK)
    expect(lines).toHaveLength(3)
    endMinute()
    expect(lines).toHaveLength(3)
  })
  it('leave room for another kind', () => {
    const { print, lines } = gate()
    for (let index = 0; index < 100; index += 1) print(own('request failed'))
    print(own('a stop failed', { org: 'main' }))
    expect(lines.at(-1)).toContain('a stop failed')
  })
})

/** A real program whose outputs are guarded. */
function play(source: string, stdio: Parameters<typeof spawn>[2]['stdio']) {
  const guard = new URL('./guard-output.mjs', import.meta.url).href
  const program = `import { guardOutput } from '${guard}'; guardOutput({ app: 'test' }); ${source}`
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio })
}

describe('a program with guarded outputs', () => {
  it('prints one line for each thing that can be said: errors, warnings, an end by a fault', async () => {
    const child = play(
      `console.error(new Error('first\\nsecond')); process.emitWarning('look'); process.stdout.write('a'); process.stdout.write(Buffer.from('b\\n'));
       setTimeout(() => { Promise.reject(new Error('unhandled')) }, 50)`,
      ['ignore', 'pipe', 'pipe'],
    )
    let out = ''
    let err = ''
    child.stdout?.on('data', (chunk) => {
      out += chunk
    })
    child.stderr?.on('data', (chunk) => {
      err += chunk
    })
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(out).toBe('a\nb\n')
    const lines = err.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[0] as string).msg).toBe('Error: first')
    expect(lines[1]).toBe('Warning: look')
    expect(JSON.parse(lines[2] as string)).toMatchObject({ level: 60, err: { message: 'unhandled' } })
  })

  const goesOn = `for (let index = 0; index < 50; index += 1) { process.stdout.write('line ' + String.fromCharCode(97 + index % 26) + '\\n'); console.error('x') }
    setTimeout(() => process.exit(7), 200)`
  it.runIf(process.platform === 'linux')('goes on when the disk of its output is full', async () => {
    const full = openSync('/dev/full', 'w')
    expect(await once(play(goesOn, ['ignore', full, full]), 'exit')).toEqual([7, null])
  })
  it('goes on when its output is not read any more', async () => {
    const child = play(goesOn, ['ignore', 'pipe', 'pipe'])
    child.stdout?.destroy()
    child.stderr?.destroy()
    expect(await once(child, 'exit')).toEqual([7, null])
  })
  it.runIf(process.platform === 'linux')('that is not guarded is ended by a full disk (mutant)', async () => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, ['-e', goesOn], { stdio: ['ignore', full, full] })
    expect((await once(child, 'exit'))[0]).not.toBe(7)
  })
})
