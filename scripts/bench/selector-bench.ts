/** `selector.100k.p95.ms`: the slowest of three searches with facets over 100,000 devices, in process, nothing cached. */

import type { Device } from '@/lib/domain/device'
import { compareIds, sortableId } from '@/lib/domain/ids/compare-ids'
import { parseSelector } from '@/lib/domain/selector/parse'
import { createFleetIndex, type FleetIndex } from '@/lib/fleet/fleet-index'
import { CHUNK_DEVICES_MAX } from '@/lib/machineid/snapshot/snapshot'

const FLEET_DEVICES = 100_000
const SELECTOR_LIMIT_MS = 15

const FRAMEWORKS = ['crewai', 'langgraph', 'autogen', 'haystack', 'custom']
const ENVS = ['prod', 'staging', 'dev', 'qa']
const ROLES = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? `tool-runner-${index}` : `worker-${index}`))
const PARTS = ['framework', 'env', 'role', 'instance']
const NOW = Date.UTC(2026, 0, 1)

/** A fleet as a large team has it, parsed from JSON as every real one is: few frameworks, forty roles, many instances. */
function benchFleet(count = FLEET_DEVICES): Device[] {
  const devices = Array.from({ length: count }, (_, index): Device => {
    const [framework, env, role] = [FRAMEWORKS[index % 5], ENVS[(index >> 3) % 4], ROLES[(index >> 5) % 40]]
    return {
      deviceId: `${framework}:${env}:${role}:${String(index).padStart(6, '0')}`,
      status: index % 9 === 0 ? 'revoked' : 'active',
      createdAt: NOW - index * 60_000,
      lastValidatedAt: index % 50 === 0 ? null : NOW - ((index * 7919) % 86_400_000),
      lastDecision: { allowed: index % 9 !== 0, code: index % 9 === 0 ? 'DEVICE_REVOKED' : 'ALLOW' },
      rhythm: { medianMs: 2_000, p95Ms: 2_500, n: 64 },
    }
  })
  return devices
    .map((device) => ({ device, ...sortableId(device.deviceId) }))
    .sort(compareIds)
    .map(({ device }) => device)
}

function benchIndex(devices: readonly Device[]): FleetIndex {
  const index = createFleetIndex({ parts: PARTS })
  for (let from = 0; from < devices.length; from += CHUNK_DEVICES_MAX) {
    index.apply({ upserts: devices.slice(from, from + CHUNK_DEVICES_MAX), removed: [] })
  }
  return index
}

const SELECTORS = {
  'three parts': 'framework:crewai env:prod role:tool-*',
  'two-segment glob': '*:prod:*:*5 tool-*',
  'substring, negation': 'runner -env:dev',
}

export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Milliseconds of each run. `runs` after as many for warming up as `warmups`. */
function timeRuns(run: () => void, runs = 100, warmups = 10): number[] {
  for (let index = 0; index < warmups; index++) run()
  return Array.from({ length: runs }, () => {
    const startedAt = performance.now()
    run()
    return performance.now() - startedAt
  })
}

/** The p95 per selector in ms, a first page of 200 rows and all facets included. */
function measureSelectors(index: FleetIndex): Record<string, number> {
  const env = { nowMs: NOW, operationDevices: () => null, stopState: () => null }
  return Object.fromEntries(
    Object.entries(SELECTORS).map(([name, text]) => {
      const run = () => {
        const parsed = parseSelector(text, { parts: PARTS, firstSegments: index.firstSegments })
        if (!parsed.ok) throw new Error(parsed.error.message)
        if (index.search({ terms: parsed.terms, env, offset: 0, limit: 200 }).total === 0)
          throw new Error(`${text} matches nothing`)
      }
      return [name, percentile(timeRuns(run), 0.95)]
    }),
  )
}

/** One figure, in the form that the bench prints. */
export function selectorBench(): { name: string; value: number; unit: string; limit: number; ok: boolean }[] {
  const worst = Math.max(...Object.values(measureSelectors(benchIndex(benchFleet()))))
  const value = Math.round(worst * 100) / 100
  return [{ name: 'selector.100k.p95.ms', value, unit: 'ms', limit: SELECTOR_LIMIT_MS, ok: value <= SELECTOR_LIMIT_MS }]
}
