/** What starts programs: ends the unwilling and what they left behind, and starts again with a growing delay. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { waitFor } from '@/e2e/start-folder'
import { createSupervisor } from './supervisor.mjs'

let folder: string
let said: string[]
let supervisor: ReturnType<typeof createSupervisor>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'))
  said = []
  supervisor = createSupervisor({ logFolder: folder, say: (line: string) => said.push(line) })
})
afterEach(async () => {
  await supervisor.end()
  rmSync(folder, { recursive: true, force: true })
})

function program(name: string, source: string): string[] {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, source)
  return [file]
}
/** What has not happened by then never will. */
const HANGS_AFTER_MS = 60_000
const env = { PATH: process.env.PATH }
const text = (name: string) => {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return ''
  }
}
const isAlive = (id: number) => {
  try {
    process.kill(id, 0)
    return readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z'
  } catch {
    return false
  }
}

it('says why a program ended, with its last words, and starts none of it again before it was ready', async () => {
  const ended: string[] = []
  supervisor.start('loser', program('loser', "console.error('no luck'); process.exit(3)"), {
    env,
    onExit: (sentence: string) => ended.push(sentence),
  })
  await waitFor('the sentence', () => ended.length > 0, HANGS_AFTER_MS)
  expect(ended).toEqual(['The loser ended by itself (code 3). It said:\nno luck'])
  expect(said).toEqual([])
})

it('starts a program that was ready again, each time after twice the delay, and shows why', async () => {
  const flaky = supervisor.start('flaky', program('flaky', "console.log('up'); process.exit(1)"), { env })
  flaky.keep()
  await waitFor(
    'the third end',
    () => said.filter((line) => line.includes('started again in')).length >= 3,
    HANGS_AFTER_MS,
  )
  const delays = said.map((line) => /again in (\S+) s/.exec(line)?.[1]).filter(Boolean)
  expect(delays.slice(0, 3)).toEqual(['0.5', '1', '2'])
  expect(said[0]).toContain('The flaky ended by itself (code 1). It said:\nup')
  expect(text('flaky.log').match(/up/g)?.length).toBeGreaterThanOrEqual(3)
})

it('lets a program wait for a worker of its own that has nothing to do but to wait for messages', async () => {
  const worker = program('worker', "process.once('message', (text) => process.send('got ' + text))")[0]
  const source = `import { fork } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    const worker = fork(${JSON.stringify(worker)})
    worker.once('spawn', () => setTimeout(() => worker.send('work'), 1000))
    worker.once('message', (answer) => writeFileSync(${JSON.stringify(join(folder, 'answer'))}, answer))`
  expect(await supervisor.run(process.execPath, program('parent', source), { env })).toBe(0)
  expect(text('answer')).toBe('got work')
})

it.runIf(process.platform === 'linux')(
  'ends within ten seconds what ignores signals, and what it started',
  async () => {
    const stubborn = `import { spawn } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    process.on('SIGTERM', () => {})
    const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'])
    writeFileSync(${JSON.stringify(join(folder, 'ids'))}, process.pid + ' ' + child.pid + ' ')
    setInterval(() => {}, 1000)`
    supervisor.start('stubborn', program('stubborn', stubborn), { env })
    await waitFor('both processes', () => text('ids').endsWith(' '), HANGS_AFTER_MS)
    const ids = text('ids').trim().split(' ').map(Number)
    expect(ids.map(isAlive)).toEqual([true, true])
    const limit = AbortSignal.timeout(10_000)
    await supervisor.end()
    expect(limit.aborted).toBe(false)
    await waitFor('the end of both', () => !ids.some(isAlive), HANGS_AFTER_MS)
  },
)

it('starts a program again on request, at once and without calling it a fault', async () => {
  const lines = `console.log('begun ' + process.pid); setInterval(() => {}, 1_000)`
  const begun: string[] = []
  const asked = supervisor.start('asked', program('asked', lines), { env, onLine: (line: string) => begun.push(line) })
  asked.keep()
  await waitFor('the first start', () => begun.length === 1, HANGS_AFTER_MS)
  asked.restart()
  await waitFor('the second start', () => begun.length === 2, HANGS_AFTER_MS)
  expect(begun[0]).not.toBe(begun[1])
  expect(said.filter((line) => /by itself|again/.test(line))).toEqual([])
})
