/**
 * A test waits for conditions, not for time: for a gate, a poll or an event. A pause is allowed only inside a loop that looks
 * for a condition, or where lateness itself is tested; each such place is named here, with the reason.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const LOOKS = 'looks again and again for a condition'
const LATE = 'an authority or a store that is late is what is tested'

const ALLOWED: Record<string, string> = {
  'e2e/authority-process.ts': LOOKS,
  'e2e/exports.e2e.ts': LOOKS,
  'e2e/installable.e2e.ts': LOOKS,
  'e2e/rehearsal.e2e.ts': 'a program that is its subject, not its own wait',
  'e2e/org-rehearsal.e2e.ts': 'a program that is its subject, not its own wait',
  'e2e/running-console.ts': LOOKS,
  'e2e/start-folder.ts': LOOKS,
  'testing/faults/faults.ts': LATE,
  'testing/console/asking-agents.ts': 'agents that pause between two rounds, however long that is',
  'testing/crash/crash-acts.ts': 'an act that is scheduled begins when its time comes',
  'testing/crash/crash-console.ts': 'the pauses of a console, shortened',
  'testing/crash/crash-process.ts': LOOKS,
  'testing/crash/run-crash-scenarios.ts': 'a console is killed at a random moment',
  'testing/crash/instrumented-store.ts': LATE,
  'testing/console/test-console.ts': LOOKS,
  'testing/console/second-console.ts': 'the pauses of a console, shortened',
  'scripts/architecture/waits.test.ts': 'names what is forbidden',
  'scripts/server/line-gate.test.ts': 'programs that are its subjects, not its own waits',
  'guards/node/machineid-claude-agent.test.ts': 'a program that runs until it is ended',
  'guards/node/machineid-guard.test.ts': 'programs that are its subjects, not its own waits',
  'scripts/start/supervisor.test.ts': 'a program that runs until it is ended',
  'scripts/prove/prove.test.ts': 'a program that runs until it is ended',
  'testing/http/raw-answers.ts': 'a limit for a socket without an answer',
}

/** Tests, and what only tests use. */
const FILES = ['*.test.ts', '*.test.tsx', 'e2e/*.ts', 'scripts/testing/*.ts', 'testing/*.ts']

/** `test.setTimeout` of a journey and `socket.setTimeout` are limits, not waits. */
const WAITS = [
  /(?<!\b(?:test|socket)\.)\bsetTimeout\(/,
  /\bsetInterval\(/,
  /\bwaitForTimeout\(/,
  /\bAtomics\.wait\(/,
  /from '(node:)?timers(\/promises)?'/,
]

/** Lines that wait for time, with their number; comments do not count. Turns of the event loop are no time. */
const waitsIn = (source: string): string[] =>
  source.split('\n').flatMap((line, at) => {
    const code = line.replace(/^\s*(\/?\*|\/\/).*$/, '').replace(/import \{ setImmediate[^}]*\} from .*/, '')
    return WAITS.some((wait) => wait.test(code)) ? [`${at + 1}: ${line.trim()}`] : []
  })

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...FILES], {
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean)

it('waits for no time in a test, but where it is named', () => {
  expect(files.length).toBeGreaterThan(100)
  const waits = files
    .filter((file) => !(file in ALLOWED))
    .flatMap((file) => waitsIn(readFileSync(file, 'utf8')).map((line) => `${file}:${line}`))
  expect(waits, 'Wait for a condition instead: a gate (testing/faults/gate.ts), expect.poll, an event.').toEqual([])
})

it('allows no place that does not need it any more', () => {
  const idle = Object.keys(ALLOWED).filter((file) => waitsIn(readFileSync(file, 'utf8')).length === 0)
  expect(idle).toEqual([])
})

it.each([
  "import { setTimeout as sleep } from 'node:timers/promises'",
  'await new Promise((resolve) => setTimeout(resolve, 300))',
  'await page.waitForTimeout(500)',
  'const ticking = setInterval(() => {}, 5)',
  'Atomics.wait(cell, 0, 0, 200)',
])('finds %s', (line) => {
  expect(waitsIn(`it('x', async () => {\n  ${line}\n})`)).toHaveLength(1)
})

it.each([
  'test.setTimeout(180_000)',
  "import { setImmediate as nextTurn } from 'node:timers/promises'",
  '// not setTimeout(resolve, 300)',
])('lets %s be', (line) => {
  expect(waitsIn(line)).toEqual([])
})
