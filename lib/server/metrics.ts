/** Prometheus metrics of the console. Labels are org slugs and codes; never an id, an address or a key. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { Deps } from '@/lib/services/context'
import { viewCounts, viewExecution } from '@/lib/views/view-org'

export type Metrics = {
  registry: Registry
  requestSeconds: Histogram<'method' | 'status'>
  stops: Counter<'org' | 'status'>
}

export function createMetrics(deps: Deps): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'machineid_console_' })
  const gauge = (name: string, help: string, value: (org: OrgRuntime) => number | null | Promise<number | null>) =>
    new Gauge({
      name: `machineid_console_${name}`,
      help,
      labelNames: ['org'],
      registers: [registry],
      async collect() {
        this.reset()
        for (const org of deps.orgs.all()) {
          const current = await value(org)
          if (current !== null) this.set({ org: org.row.slug }, current)
        }
      },
    })
  const now = () => deps.clock.now()
  gauge('devices_active', 'Active devices in the last reading', (org) => viewCounts(org)?.active ?? null)
  gauge('devices_revoked', 'Revoked devices in the last reading', (org) => viewCounts(org)?.revoked ?? null)
  gauge('devices_contradicted', 'Devices active or allowed under a stop in force', async ({ stops }) => {
    await stops.review()
    return stops.contradicted().length
  })
  gauge('org_enabled', '1 enabled, 0 disabled; absent where unknown', (org) => {
    const { state } = viewExecution(org)
    return state === 'enabled' ? 1 : state === 'disabled' ? 0 : null
  })
  gauge('reading_age_seconds', 'Age of the last complete reading', (org) =>
    org.reading.readAt === null ? null : (now() - org.reading.readAt) / 1_000,
  )
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'machineid_console_request_seconds',
      help: 'Time to answer an API request',
      labelNames: ['method', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    }),
    stops: new Counter({
      name: 'machineid_console_org_stops_total',
      help: 'Presses of the org stop by what came of them',
      labelNames: ['org', 'status'],
      registers: [registry],
    }),
  }
}
