import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { isRunning } from '@/lib/domain/device'
import { InvalidInput } from '@/lib/domain/errors'
import { compareIds, sortableId } from '@/lib/domain/ids/compare-ids'
import { lookalikeKeys } from '@/lib/domain/ids/lookalike-keys'
import { compileSelector, type MatchEnv } from '@/lib/domain/selector/match'
import { parseSelector } from '@/lib/domain/selector/parse'
import type { Term } from '@/lib/domain/selector/term'
import { devices, PARTS, selectorTexts } from '@/testing/selector/arbitraries'
import { createFleetIndex, type FleetIndex } from './fleet-index'
import type { FleetSort } from './search/sort-slots'

const env: MatchEnv = {
  parts: PARTS,
  hasLookalike: () => false,
  nowMs: 15_000,
  operationDevices: (id) => (id === 'one' ? new Set(['a:b:a:01', 'role:a', 'a::b:c']) : null),
  stopState: (id) => (id.includes('a') ? 'waiting' : null),
}

/** The same, and who looks alike, found by comparing each id with each. */
function envOf(fleet: Iterable<Device>): MatchEnv {
  const ids = [...fleet].map(({ deviceId }) => ({ deviceId, keys: lookalikeKeys(deviceId) }))
  const marked = new Set(
    ids
      .filter(({ deviceId, keys }) =>
        ids.some((other) => other.deviceId !== deviceId && other.keys.some((key) => keys.includes(key))),
      )
      .map(({ deviceId }) => deviceId),
  )
  return { ...env, hasLookalike: (id) => marked.has(id) }
}

const terms = (text: string): Term[] => {
  const result = parseSelector(text, { parts: PARTS })
  return result.ok ? result.terms : []
}
const sorted = (fleet: Iterable<Device>) =>
  [...fleet]
    .map((device) => ({ device, ...sortableId(device.deviceId) }))
    .sort(compareIds)
    .map(({ device }) => device)

function indexOf(fleet: readonly Device[]): FleetIndex {
  const index = createFleetIndex({ parts: PARTS })
  for (let from = 0; from < fleet.length; from += 5) index.apply({ upserts: fleet.slice(from, from + 5), removed: [] })
  return index
}

/** The facets, counted device by device with each dimension's own terms left out. */
function plainFacets(fleet: readonly Device[], all: readonly Term[]) {
  const count = (name: string, mine: (term: Term) => boolean, readValue: (device: Device) => string | undefined) => {
    const test = compileSelector(
      all.filter((term) => !mine(term)),
      envOf(fleet),
    )
    const counts = new Map<string, number>()
    for (const device of fleet.filter(test)) {
      const value = readValue(device)
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    return [name, Object.fromEntries([...counts].sort())]
  }
  const parts = PARTS.map((name, part) =>
    count(
      name,
      (term) => term.kind === 'part' && term.name === name,
      ({ deviceId }) => {
        const segments = deviceId.split(':')
        return segments.length === PARTS.length && !segments.includes('')
          ? sortableId(segments[part]!).folded
          : undefined
      },
    ),
  )
  return [
    ...parts,
    count(
      'status',
      (term) => term.kind === 'status',
      ({ status }) => status,
    ),
  ]
}

const fleets = fc.uniqueArray(devices, { selector: ({ deviceId }) => deviceId, maxLength: 40 })
const sorts: fc.Arbitrary<FleetSort> = fc.record({
  by: fc.constantFrom('id', 'seen', 'created', 'status'),
  direction: fc.constantFrom('asc', 'desc'),
})

// Thousands of fleets: how long that takes is a matter of the machine.
describe('fleet index against one device at a time', () => {
  it('finds the same ids, totals and facets', () => {
    fc.assert(
      fc.property(fleets, selectorTexts, (fleet, text) => {
        const query = { terms: terms(text), env }
        const index = indexOf(fleet)
        const expected = sorted(fleet).filter(compileSelector(query.terms, envOf(fleet)))
        const page = index.search({ ...query, offset: 1, limit: 3 })
        expect(index.ids(query)).toEqual(expected.map(({ deviceId }) => deviceId))
        expect(page.total).toBe(expected.length)
        expect(page.rows.map(({ deviceId }) => deviceId)).toEqual(expected.slice(1, 4).map(({ deviceId }) => deviceId))
        const facets = page.facets.map(({ name, values }) => [
          name,
          Object.fromEntries(values.map(({ value, count }) => [sortableId(value).folded, count] as const).sort()),
        ])
        expect(facets).toEqual(plainFacets(fleet, query.terms))
        expect(index.counts(query).totals).toEqual({
          total: expected.length,
          active: expected.filter(({ status }) => status === 'active').length,
          revoked: expected.filter(({ status }) => status === 'revoked').length,
          unknown: expected.filter(({ status }) => status === 'unknown').length,
          running: expected.filter((device) => isRunning(device, env.nowMs)).length,
        })
      }),
      { numRuns: 1_500 },
    )
  })

  it('sorts as a plain stable sort would', () => {
    const rank = { active: 0, unknown: 1, revoked: 2 }
    fc.assert(
      fc.property(fleets, sorts, (fleet, sort) => {
        const key = (device: Device): number => {
          if (sort.by === 'status') return rank[device.status]
          const at = sort.by === 'seen' ? device.lastValidatedAt : device.createdAt
          if (at === undefined) return sort.direction === 'asc' ? 1e15 : -1e15
          return at ?? -1
        }
        const sign = sort.direction === 'asc' ? 1 : -1
        const expected = sorted(fleet)
        if (sort.by !== 'id') expected.sort((a, b) => sign * (key(a) - key(b)))
        else if (sign < 0) expected.reverse()
        const { rows } = indexOf(fleet).search({ terms: [], env, sort, offset: 0, limit: 100 })
        expect(rows.map(({ deviceId }) => deviceId)).toEqual(expected.map(({ deviceId }) => deviceId))
      }),
      { numRuns: 500 },
    )
  })

  it('an index changed step by step equals one built anew', () => {
    const steps = fc.array(
      fc.record({ upserts: fc.array(devices, { maxLength: 8 }), removedAt: fc.array(fc.nat(30), { maxLength: 4 }) }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(steps, selectorTexts, (changes, text) => {
        const index = createFleetIndex({ parts: PARTS })
        const fleet = new Map<string, Device>()
        for (const { upserts, removedAt } of changes) {
          const known = [...fleet.keys()]
          const removed = removedAt.flatMap((at) => known[at] ?? [])
          index.apply({ upserts, removed })
          for (const id of removed) fleet.delete(id)
          for (const device of upserts) fleet.set(device.deviceId, device)
        }
        const search = { terms: terms(text), env, offset: 0, limit: 100 }
        const rebuilt = indexOf(sorted(fleet.values()))
        const page = index.search(search)
        const again = rebuilt.search(search)
        expect(page.rows.map(({ deviceId }) => deviceId)).toEqual(again.rows.map(({ deviceId }) => deviceId))
        expect(page.total).toBe(again.total)
        expect(index.counts(search).totals).toEqual(rebuilt.counts(search).totals)
        const firsts = new Set([...fleet.keys()].map((id) => sortableId(id).folded.split(':')[0]!))
        for (const { upserts } of changes)
          for (const { folded } of upserts.map(({ deviceId }) => sortableId(deviceId))) {
            const [first = ''] = folded.split(':')
            expect(index.firstSegments.has(first)).toBe(firsts.has(first))
          }
        expect(index.size).toBe(fleet.size)
        expect([...index.devices()].map(({ deviceId }) => deviceId)).toEqual(
          sorted(fleet.values()).map(({ deviceId }) => deviceId),
        )
      }),
      { numRuns: 700 },
    )
  })
})

describe('fleet index', () => {
  const device = (deviceId: string, more: Partial<Device> = {}): Device => ({ deviceId, status: 'active', ...more })

  it('counts a facet without its own terms', () => {
    const index = indexOf(
      ['a:prod:tool-x:1', 'a:prod:tool-x:2', 'a:prod:planner:1', 'a:dev:planner:1'].map((id) => device(id)),
    )
    const { total, facets } = index.search({ terms: terms('env:prod role:tool-*'), env, offset: 0, limit: 10 })
    expect(total).toBe(2)
    expect(facets.find(({ name }) => name === 'role')?.values).toEqual([
      { value: 'tool-x', count: 2 },
      { value: 'planner', count: 1 },
    ])
  })

  it('grid and other', () => {
    const index = indexOf([
      device('a:prod:r:1', { lastValidatedAt: 14_000, rhythm: null }),
      device('a:dev:r:1', { status: 'revoked' }),
      device('agent-1'),
    ])
    const { cells, other } = index.counts({ terms: [], env })
    expect(other).toBe(1)
    expect(cells).toMatchObject([
      { env: 'dev', role: 'r', total: 1, active: 0, revoked: 1, running: 0 },
      { env: 'prod', role: 'r', total: 1, active: 1, revoked: 0, running: 1 },
    ])
  })

  it('a full reading removes what it did not meet', () => {
    const index = indexOf([device('a'), device('b'), device('c')])
    const before = index.version
    index.startFull()
    index.apply({ upserts: [device('b'), device('d')], removed: [] })
    expect(index.finishFull().sort()).toEqual(['a', 'c'])
    expect([...index.devices()].map(({ deviceId }) => deviceId)).toEqual(['b', 'd'])
    expect(index.version).toBeGreaterThan(before)
  })

  it('learns a rhythm if the authority reports none, and marks it as learned', () => {
    const index = createFleetIndex({ parts: PARTS })
    for (const at of [1_000, 3_000, 3_000, 5_000, 9_000])
      index.apply({ upserts: [device('a', { lastValidatedAt: at })], removed: [] })
    expect(index.get('a')?.rhythm).toEqual({ medianMs: 2_000, p95Ms: 4_000, n: 3, learned: true })
    index.apply({ upserts: [device('a', { lastValidatedAt: 10_000, rhythm: null })], removed: [] })
    expect(index.get('a')?.rhythm).toBeNull()
  })

  it('keeps hostile ids apart', () => {
    const ids = ['__proto__', 'constructor', 'toString:a:b:c', 'é', 'e\u0301', 'A', 'a']
    const index = indexOf(ids.map((id) => device(id)))
    expect(index.size).toBe(ids.length)
    for (const id of ids) {
      const found = index.ids({ terms: [{ kind: 'id', ids: [id], negated: false, start: 0, end: 0 }], env })
      expect(found).toEqual([id])
    }
  })

  it('finds a substring among very many values', () => {
    const fleet = Array.from({ length: 3_000 }, (_, at) => device(`a:b:c:${at % 7 === 0 ? `x\ny${at}` : `n${at}`}`))
    const index = indexOf(fleet)
    const check = (text: string) => {
      const query = { terms: terms(text), env }
      const expected = sorted([...index.devices()].filter(compileSelector(query.terms, envOf(index.devices())))).map(
        ({ deviceId }) => deviceId,
      )
      expect(index.ids(query)).toEqual(expected)
      return expected.length
    }
    for (const text of ['x', 'n29', '2999', 'y', '"x\ny"', '"9\nn"', 'nothing', '-n1']) check(text)
    index.apply({ upserts: [device('a:b:c:new-value')], removed: ['a:b:c:n2999'] })
    expect([check('new-val'), check('n2999')]).toEqual([1, 0])
  })

  it('ends a search that costs too much', () => {
    const index = createFleetIndex({ parts: PARTS, workMax: 10_000_000 })
    index.apply({ upserts: Array.from({ length: 2_000 }, (_, at) => device(`${'ab'.repeat(100)}${at}`)), removed: [] })
    const costly = terms(`{${Array.from({ length: 100 }, (_, at) => `*a*b*a*b*${at}x`).join()}}`)
    expect(() => index.ids({ terms: costly, env })).toThrow(InvalidInput)
  })
})
