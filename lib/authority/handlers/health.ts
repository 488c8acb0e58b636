import type { Core } from '../core/core'
import type { Reply } from '../http/call'

/** Live and able to decide; `degraded`: the last change could not be written, so that stops are not accepted. */
export function health(core: Core): Reply {
  const { broken, failures, failedAt } = core.committer
  const { evidenceFault } = core.metrics
  const ready = !broken && !core.closing
  const degraded = core.committer.lastFailed || evidenceFault !== null
  return {
    status: ready ? 200 : 503,
    body: {
      status: ready ? (degraded ? 'degraded' : 'ok') : 'error',
      handler: 'healthz',
      ready,
      writes: { failed: failures, failedAt: failedAt === null ? null : new Date(failedAt).toISOString() },
      evidence: evidenceFault === null ? 'ok' : 'not written',
      orgs: core.orgs.size,
      now: new Date(core.now()).toISOString(),
    },
  }
}
