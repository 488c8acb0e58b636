import { describe, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { hasValue, removeTerm, setTerm, toggleValue } from './edit'
import { formatTerms } from './format'
import { compileSelector, operationIds } from './match'
import { parseSelector } from './parse'
import { firstStateTerm } from './term'

const PARTS = ['framework', 'env', 'role', 'instance']
const NOW = Date.UTC(2026, 0, 2)
const HOUR = 3_600_000

const device = (deviceId: string, more: Partial<Device> = {}): Device => ({
  deviceId,
  status: 'active',
  createdAt: NOW - 48 * HOUR,
  lastValidatedAt: NOW - 60_000,
  lastDecision: { allowed: true, code: 'ALLOW' },
  ...more,
})

const FLEET: Record<string, Device> = Object.fromEntries(
  [
    device('crewai:prod:runner:01'),
    device('crewai:prod:tool-runner:05', {
      status: 'revoked',
      lastDecision: { allowed: false, code: 'DEVICE_REVOKED' },
    }),
    device('crewai:staging:planner:10', { lastValidatedAt: NOW - 3 * HOUR }),
    device('langgraph:dev:Planner:02', { lastValidatedAt: null, lastDecision: null, createdAt: NOW - HOUR }),
    device('crewai:prod:a b:01', { lastValidatedAt: undefined, lastDecision: undefined, createdAt: undefined }),
    device('agent-01'),
    device('crewai:prod:x:y:z'),
  ].map((each) => [each.deviceId, each]),
)
const [RUNNER, TOOL, PLANNER, DEV, SPACE, AGENT, LONG] = Object.keys(FLEET)
const ALL = Object.keys(FLEET)

const env = {
  parts: PARTS,
  hasLookalike: (id: string) => id.includes('b'),
  nowMs: NOW,
  operationDevices: (id: string) => (id === 'op-1' ? new Set([RUNNER!, AGENT!]) : null),
  stopState: (id: string) => (id === TOOL ? ('confirmed' as const) : id === PLANNER ? ('waiting' as const) : null),
}
const firstSegments = new Set(['crewai', 'langgraph', 'agent-01'])
const parse = (text: string) => parseSelector(text, { parts: PARTS, firstSegments })

function select(text: string): string[] {
  const result = parse(text)
  if (!result.ok) throw new Error(result.error.message)
  const test = compileSelector(result.terms, env)
  return ALL.filter((id) => test(FLEET[id]!))
}

describe('every row of the grammar', () => {
  it.each<[string, (string | undefined)[]]>([
    ['', ALL],
    ['runner', [RUNNER, TOOL]],
    ['RUNNER', [RUNNER, TOOL]],
    ['"prod:a b"', [SPACE]],
    ['tool-*', [TOOL]],
    ['agent-{01..10}', [AGENT]],
    ['crewai:prod:*:0?', [RUNNER, TOOL, SPACE]],
    ['crewai:**', [RUNNER, TOOL, PLANNER, SPACE, LONG]],
    ['**:{01,02}', [RUNNER, DEV, SPACE]],
    ['CrewAI:{prod,staging}:{runner,planner}:{01..10}', [RUNNER, PLANNER]],
    ['{crewai:prod,langgraph:dev}:*:{1..2}', []],
    ['{crewai:prod,langgraph:dev}:*:0{1..2}', [RUNNER, DEV, SPACE]],
    ['crewai:prod', []],
    ['id:"crewai:prod:a b:01"', [SPACE]],
    ['id:crewai:prod:runner:01,agent-01', [RUNNER, AGENT]],
    ['id:CREWAI:prod:runner:01', []],
    ['framework:crewai env:prod role:tool-* instance:{01..05}', [TOOL]],
    ['env:prod,staging', [RUNNER, TOOL, PLANNER, SPACE]],
    ['role:planner', [PLANNER, DEV]],
    ['role:"a b"', [SPACE]],
    ['role:a\\ b', [SPACE]],
    ['status:active', [RUNNER, PLANNER, DEV, SPACE, AGENT, LONG]],
    ['status:revoked', [TOOL]],
    ['seen:>2h', [PLANNER]],
    ['seen:<5m', [RUNNER, TOOL, AGENT, LONG]],
    ['seen:never', [DEV]],
    ['seen:never,>2h', [PLANNER, DEV]],
    ['created:<1d', [DEV]],
    ['created:>1d30m -framework:*', [AGENT, LONG]],
    ['decision:denied', [TOOL]],
    ['decision:allowed role:*', [RUNNER, PLANNER]],
    ['code:DEVICE_REVOKED', [TOOL]],
    ['code:device_*', [TOOL]],
    ['op:op-1', [RUNNER, AGENT]],
    ['op:op-none', []],
    ['stop:waiting', [PLANNER]],
    ['stop:confirmed,waiting', [TOOL, PLANNER]],
    ['-role:planner env:*', [RUNNER, TOOL, SPACE]],
    ['-env:dev', ALL.filter((id) => id !== DEV)],
    ['shape:other', [AGENT, LONG]],
    ['-shape:other agent', []],
    ['prod -runner', [SPACE, LONG]],
    ['y', [LONG]],
  ])('%s', (text, expected) => {
    expect(select(text)).toEqual(expected)
  })
})

describe('errors name what is wrong, where, and what would work', () => {
  it.each([
    ['rol:planner', 0, 4, /neither a term nor the first segment.*Did you mean "role:"/],
    ['env:prod nope:x', 9, 5, /Terms are id, status/],
    ['role:', 4, 1, /needs a value/],
    ['env:prod,', 8, 1, /needs a value here, such as env:x/],
    ['role:tool:x', 9, 1, /cannot contain ":"/],
    ['status:on', 7, 2, /active, revoked, unknown, not "on"/],
    ['seen:2h', 5, 2, />2h \(longer ago\).*never/],
    ['seen:>2y', 5, 3, /units are s, m, h, d, w/],
    ['created:never', 8, 5, /<5m/],
    ['id:crew*', 7, 1, /exact value; quote it/],
    ['shape:round', 6, 5, /knows other/],
    ['a "b', 2, 1, /not closed/],
    ['tool-{a', 5, 1, /"{" is not closed/],
    ['tool}*', 4, 1, /no "{" before it/],
    ['x{}', 1, 2, /empty/],
    ['{a..c}', 1, 4, /two numbers/],
    ['{1..5000}', 1, 7, /at most 1000 numbers/],
    ['abc\\', 3, 1, /escapes the next/],
    ['a - b', 2, 1, /needs a term right after/],
    ['""', 0, 2, /Nothing is quoted/],
    ['a'.repeat(4097), 4096, 1, /at most 4096/],
    ['a '.repeat(65), 128, 1, /at most 64 terms/],
    ['{1..100}{1..100}', 0, 16, /too many alternatives/],
  ])('%s', (text, position, length, message) => {
    const result = parse(text)
    expect(result).toMatchObject({ ok: false, error: { position, length } })
    expect(result.ok ? '' : result.error.message).toMatch(message)
  })

  it('leaves x:y alone while the fleet is not known', () => {
    expect(parseSelector('rol:planner', { parts: PARTS })).toMatchObject({ ok: true, terms: [{ kind: 'whole' }] })
  })

  it('takes part names from the pattern', () => {
    expect(parseSelector('service:x', { parts: ['service'] })).toMatchObject({ ok: true, terms: [{ kind: 'part' }] })
  })
})

describe('chips edit the same text', () => {
  it('gives each term its range', () => {
    const result = parse('a  -env:"x y" b')
    expect(result.ok && result.terms.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [3, 13],
      [14, 15],
    ])
  })

  it('removes one term', () => {
    expect(removeTerm('a env:prod b', { start: 2, end: 10 })).toBe('a b')
    expect(removeTerm('env:prod', { start: 0, end: 8 })).toBe('')
  })

  it.each([
    ['', 'env', ['prod'], 'env:prod'],
    ['runner  -env:dev', 'env', ['prod', 'a b'], 'runner  -env:dev env:prod,"a b"'],
    ['ENV:dev runner env:x', 'env', ['prod'], 'env:prod runner'],
    ['env:dev runner', 'env', [], 'runner'],
    ['role:a', 'role', ['x*'], 'role:"x*"'],
    ['open "quote', 'env', ['prod'], 'open "quote'],
  ])('setTerm(%s, %s, %s)', (text, name, values, expected) => {
    expect(setTerm(text, name, values)).toBe(expected)
  })

  it('toggles a facet value beside globs', () => {
    expect(toggleValue('role:tool-* x', 'role', 'planner')).toBe('role:tool-*,planner x')
    expect(toggleValue('role:tool-*,planner x', 'role', 'planner')).toBe('role:tool-* x')
    expect(toggleValue('role:planner', 'role', 'planner')).toBe('')
    expect(hasValue('role:tool-*,planner', 'role', 'planner')).toBe(true)
    expect(hasValue('role:tool-*', 'role', 'tool-a')).toBe(false)
  })

  it('formats canonically', () => {
    const result = parse('"tool-x"*  ID:"a b","c" "role":x -"-y" seen:>90m')
    expect(result.ok && formatTerms(result.terms)).toBe('tool-x* id:"a b",c \\role:x -"-y" seen:>90m')
  })

  it('recognises selectors that look at ids alone, and the operations they name', () => {
    const ids = parse('id:a env:prod tool-* -role:x word')
    const mixed = parse('-id:a op:o1,o2')
    expect(ids.ok && firstStateTerm(ids.terms)).toBe(undefined)
    expect(mixed.ok && firstStateTerm(mixed.terms)?.kind).toBe('op')
    expect(mixed.ok && operationIds(mixed.terms)).toEqual(['o1', 'o2'])
  })
})
