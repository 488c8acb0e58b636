/** Where a staged restore is: the step that was sent last, who of it works again, and whom it waits for. */
import type { StepDevice, StepProgress } from '@/lib/domain/progress'
import { stepEvidence } from '@/lib/evidence/step-evidence'
import { authorityNow, snapshotTime } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { StopDeps } from '@/lib/stops/stop-deps'
import { sentStep } from '@/lib/store/operation-progress'
import type { OperationRow } from '@/lib/store/rows/schema'
import { viewWaiting } from './list-stop-evidence'

const WAITS_FOR_MAX = 3

/** Null for an operation without steps, and for one that has not begun or is over. */
export async function viewStep(
  { deps, org }: { deps: StopDeps; org: OrgRuntime },
  row: OperationRow,
): Promise<StepProgress | null> {
  if (row.staged !== 1 || row.state === 'scheduled' || row.state === 'finished') return null
  const { step, steps, items } = await sentStep(deps.store.reads, row.id)
  const now = deps.clock.now()
  const lastAt = items.reduce((last, item) => Math.max(last, item.accepted_at ?? 0), 0)
  const acceptedAt = org.reading.authorityNow === null ? undefined : authorityNow(org.reading, now) - (now - lastAt)
  const seen = items.map((item) => ({ id: item.device_id, evidence: stepEvidence(org, item, acceptedAt) }))
  const stopped = seen.filter(({ evidence }) => evidence === 'denied')
  const silent = seen.filter(({ evidence }) => evidence === 'none')
  return {
    step,
    steps,
    devices: items.length,
    validating: items.length - stopped.length - silent.length,
    stopped: stopped.length,
    waitsFor: [...stopped, ...silent].slice(0, WAITS_FOR_MAX).map(({ id, evidence }) => ({
      ...askingOf(org, id),
      stopped: evidence === 'denied',
    })),
  }
}

function askingOf(org: OrgRuntime, deviceId: string): Omit<StepDevice, 'stopped'> {
  const device = org.fleet.get(deviceId) ?? { deviceId, status: 'unknown' }
  const { everyMs, quietMs } = viewWaiting(device, snapshotTime(org.reading))
  return { deviceId, everyMs, quietMs }
}
