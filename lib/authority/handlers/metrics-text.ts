import type { Core } from '../core/core'
import { CODES } from '../state/codes'

/** All metrics in Prometheus' text format. No key and no device id is among them. */
export async function metricsText(core: Core): Promise<string> {
  // Loaded when first read: a start has no time for it.
  const { Counter, Gauge, Registry } = await import('prom-client')
  const register = new Registry()
  const registers = [register]
  const gauge = (name: string, help: string, value: number) => new Gauge({ name, help, registers }).set(value)
  const counter = (name: string, help: string, label: string, values: Iterable<[string, number]>) => {
    const metric = new Counter({ name, help, labelNames: [label], registers })
    for (const [key, value] of values) metric.inc({ [label]: key }, value)
  }
  const { metrics, committer } = core
  const orgs = [...core.orgs.values()]
  const sum = (value: (org: (typeof orgs)[number]) => number) => orgs.reduce((total, org) => total + value(org), 0)
  const decided = CODES.map((code, index): [string, number] => [code, metrics.decisions[index] ?? 0]).slice(1)
  counter('authority_validates_total', 'Validates answered since the start, by code', 'code', decided)
  const replies = metrics.replies.map((count, status): [string, number] => [String(status), count])
  counter(
    'authority_replies_total',
    'Replies since the start, by HTTP status',
    'status',
    replies.filter(([, count]) => count > 0),
  )
  gauge('authority_wrong_keys_total', 'Calls with an unknown key since the start', metrics.wrongKeys)
  gauge('authority_orgs', 'Orgs', orgs.length)
  gauge(
    'authority_orgs_disabled',
    'Orgs whose execution is disabled',
    sum((org) => Number(org.disabled)),
  )
  gauge(
    'authority_devices_active',
    'Devices that are not revoked',
    sum((org) => org.activeCount),
  )
  gauge(
    'authority_devices_revoked',
    'Devices that are revoked',
    sum((org) => org.devices.size - org.activeCount),
  )
  gauge('authority_write_failures_total', 'Changes that could not be written since the start', committer.failures)
  gauge('authority_write_failing', '1 while the last change could not be written', Number(committer.lastFailed))
  gauge('authority_evidence_failing', '1 while evidence cannot be written', Number(metrics.evidenceFault !== null))
  gauge('authority_evidence_waiting_pages', 'Pages of evidence not on disk yet', core.evidence.dirtyCount)
  gauge('authority_evidence_flush_seconds', 'How long the last flush of evidence took', metrics.evidenceFlushMs / 1000)
  gauge(
    'authority_loop_delay_p99_seconds',
    'Delay of the event loop since the last reading',
    metrics.loopDelay.percentile(99) / 1e9,
  )
  metrics.loopDelay.reset()
  gauge('process_resident_memory_bytes', 'Memory of the process', process.memoryUsage.rss())
  gauge('process_uptime_seconds', 'Since the process started', process.uptime())
  return register.metrics()
}
