/** The kit finds every broken guard, believes a good one, and says so where it cannot tell. Real processes, real faults. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { BOUNDARIES, type Boundary, FAULTS, type Fault } from './kinds'
import { livingProcesses } from './living-processes'
import { exitCodeOf, type Proof, proveCommand } from './prove-command'

const AGENTS = 'testing/prove-agents'

/** Long, so that no allow comes too late on a busy machine; short only where the deadline itself is what stops the agent. */
const DEADLINE_MS = 20_000
const SHORT_MS = 4_000

type Some = {
  deadlineMs?: number
  dripMs?: number
  settleMs?: number
  boundaries?: readonly Boundary[]
  faults?: readonly Fault[]
  jobs?: number
}

/** Proves an agent and looks whether anything of it is left. */
async function prove(agent: readonly string[], { deadlineMs = DEADLINE_MS, ...some }: Some = {}): Promise<Proof> {
  const token = randomUUID()
  const proof = await proveCommand(
    {
      command: agent,
      deviceId: 'crewai:test:planner:01',
      cwd: process.cwd(),
      env: { PATH: process.env.PATH, TEST_RUN: token, DEADLINE_MS: String(deadlineMs) },
      keep: [],
      rounds: 2,
      tools: [],
      dripMs: SHORT_MS * 3,
      settleMs: SHORT_MS * 4,
      limitMs: 90_000,
      boundaries: BOUNDARIES,
      faults: FAULTS,
      jobs: 1,
      ...some,
    },
    new AbortController().signal,
  )
  expect(livingProcesses(-1, token)).toEqual([])
  return proof
}

const loop = (...args: string[]) => [process.execPath, `${AGENTS}/loop-agent.mjs`, ...args]
const useless = (kind: string) => [process.execPath, `${AGENTS}/useless-agent.mjs`, kind]
const verdictsOf = ({ cells }: Proof) => cells.map(({ boundary, fault, verdict }) => [boundary, fault, verdict])
const openOf = ({ cells }: Proof) =>
  cells.filter(({ verdict }) => verdict !== 'stopped').map(({ boundary, fault, reason }) => [boundary, fault, reason])

const LATE: readonly Fault[] = ['timeout', 'drip']

it.concurrent.each<[faults: readonly Fault[], deadlineMs: number]>([
  [FAULTS.filter((fault) => !LATE.includes(fault)), DEADLINE_MS],
  [LATE, SHORT_MS],
])('proves a guard that fails closed, at every boundary: %s', async (faults, deadlineMs) => {
  const proof = await prove(loop('good'), { faults, deadlineMs, jobs: 3 })
  expect(openOf(proof)).toEqual([])
  expect(proof.control.isParallel).toBe(false)
  expect(proof.cells).toHaveLength(BOUNDARIES.length * faults.length)
  expect(exitCodeOf(proof)).toBe(0)
})

it.concurrent('believes agents that work at the same time', async () => {
  const proof = await prove(loop('good', 'parallel'), {
    boundaries: ['call', 'sub-agent'],
    faults: ['denied', 'refused'],
  })
  expect(openOf(proof)).toEqual([])
  expect(proof.control.isParallel).toBe(true)
})

it.concurrent('believes a command that blocks instead of ending, and ends it', async () => {
  const proof = await prove(loop('blocks'), { boundaries: ['start'], faults: ['denied'], settleMs: 2_000 })
  expect(openOf(proof)).toEqual([])
  expect(proof.cells[0]?.reason).toContain('still running')
})

it.concurrent.each<[guard: string, fault: Fault]>([
  ['opens-on-timeout', 'timeout'],
  ['opens-on-refused', 'refused'],
  ['opens-on-reset', 'reset'],
  ['opens-on-500', '500'],
  ['opens-on-bad-json', 'html'],
  ['searches-the-text', 'cut'],
  ['opens-on-missing', 'missing'],
  ['opens-on-string', 'string'],
  ['waits-for-ever', 'drip'],
  ['follows-redirects', 'redirect'],
])('finds a guard that %s', async (guard, fault) => {
  // These two take a late allow for one as well: they may be short.
  const late = LATE.includes(fault) ? { deadlineMs: 1_000, dripMs: 1_000 } : {}
  const proof = await prove(loop(guard), { boundaries: ['call'], faults: ['denied', fault], ...late })
  expect(verdictsOf(proof)).toEqual([
    ['call', 'denied', 'stopped'],
    ['call', fault, 'not-stopped'],
  ])
  expect(proof.cells[1]?.after).toBeGreaterThan(1)
  expect(exitCodeOf(proof)).toBe(1)
})

it.concurrent('finds a guard that keeps an allow', async () => {
  const proof = await prove(loop('caches-an-allow'), {
    boundaries: ['start', 'call', 'stream', 'tool'],
    faults: ['denied'],
  })
  expect(proof.cells.map(({ verdict }) => verdict)).toEqual(['stopped', 'not-stopped', 'not-stopped', 'not-stopped'])
  expect(exitCodeOf(proof)).toBe(1)
})

it.concurrent.each(['unguarded', 'orphan'])('finds a sub-agent that goes on: %s', async (subAgent) => {
  const proof = await prove(loop('good', subAgent), {
    boundaries: ['start', 'sub-agent'],
    faults: ['denied', 'timeout'],
    deadlineMs: SHORT_MS,
  })
  const found = proof.cells.filter(({ verdict }) => verdict === 'late' || verdict === 'not-stopped')
  expect(found.map(({ boundary, fault }) => [boundary, fault])).toEqual([
    ['sub-agent', 'denied'],
    ['sub-agent', 'timeout'],
  ])
})

it.concurrent('finds a command that is asked to end and goes on, and ends it', async () => {
  const proof = await prove(loop('ends-by-signal'), { boundaries: ['call'], faults: ['denied'] })
  expect(verdictsOf(proof)).toEqual([['call', 'denied', 'not-stopped']])
})

it.concurrent('finds a command that asks at its start only', async () => {
  const proof = await prove(useless('asks-at-start'), {
    boundaries: ['start', 'call', 'stream'],
    faults: ['denied', 'refused'],
  })
  expect(proof.cells.map(({ verdict }) => verdict)).toEqual(['stopped', 'stopped', ...Array(4).fill('not-stopped')])
})

it.concurrent.each<[kind: string, why: RegExp]>([
  ['never-asks', /never asked/],
  ['never-calls', /never called/],
  ['crashes', /ended with code 1/],
  ['wrong-key', /ended with code 1/],
])('cannot tell of a command that %s', async (kind, why) => {
  const proof = await prove(useless(kind), { boundaries: ['start'], faults: ['denied'] })
  expect(proof.useless).toMatch(why)
  expect(verdictsOf(proof)).toEqual([['start', 'denied', 'unknown']])
  expect(exitCodeOf(proof)).toBe(2)
})

it.concurrent('cannot tell of a command that cannot be started', async () => {
  const proof = await prove(['/there/is/no/such/program'], { faults: ['denied'] })
  expect(proof.useless).toContain('could not be started')
  expect(exitCodeOf(proof)).toBe(2)
})

it.concurrent('cannot tell of a boundary that the command does not have', async () => {
  const proof = await prove(useless('only-calls'), { faults: ['denied'] })
  expect(openOf(proof)).toEqual([
    ['tool', 'denied', expect.stringContaining('no tool marked')],
    ['sub-agent', 'denied', expect.stringContaining('no sub-agent was seen')],
  ])
  expect(exitCodeOf(proof)).toBe(2)
})

it.concurrent('takes a side effect for the work of a command without a model', async () => {
  const proof = await prove(useless('only-effects'), {
    boundaries: ['call', 'tool'],
    faults: ['denied', 'refused'],
  })
  expect(openOf(proof)).toEqual([])
})

it.concurrent('cannot tell where nothing was left to stop', async () => {
  const proof = await prove(useless('one-call'), { boundaries: ['call'], faults: ['denied', 'refused'] })
  expect(proof.cells.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown'])
})
