/** Why a device is denied, and why it still works: from the last reading and from what this console did. */
import { z } from 'zod'
import { runSync } from '@/lib/concurrency/cooperative'
import { ListedId } from '@/lib/domain/command'
import type { DeviceFacts, Diagnosis, PastAct } from '@/lib/domain/diagnosis/check'
import { whyDenied } from '@/lib/domain/diagnosis/why-denied'
import { isDenied, whyRunning } from '@/lib/domain/diagnosis/why-running'
import { snapshotTime } from '@/lib/fleet/reading'
import { liveHolds } from '@/lib/store/holds'
import { lastRemovalOf, lastRevokeOf, type PastItem } from '@/lib/store/operation-items'
import { viewLookalikes } from '@/lib/views/find-lookalikes'
import { viewDevice } from '@/lib/views/view-device'
import { viewOrgState } from '@/lib/views/view-org'
import type { OrgContext } from '../context'
import { service } from '../service'
import { viewHold } from './device-services'

/** Also of an id that is not registered: that is a finding, and no error. */
export const diagnoseDevice = service({
  permission: 'see',
  input: z.strictObject({ id: ListedId }),
  async run(context, { id }): Promise<Diagnosis> {
    context.org.reader.look()
    const facts = await readFacts(context, id)
    return {
      id,
      isRegistered: facts.device !== null,
      isDenied: isDenied(facts),
      whyDenied: whyDenied(facts),
      whyRunning: whyRunning(facts),
      reading: facts.reading,
    }
  },
})

async function readFacts(context: OrgContext, id: string): Promise<DeviceFacts> {
  const { deps, org } = context
  const { reads } = deps.store
  const device = org.fleet.get(id)
  const [{ reading, execution, cap, orgStop }, holds, lastRevoke, lastRemoval] = await Promise.all([
    viewOrgState(context),
    liveHolds(reads, org.row.id, [id]),
    lastRevokeOf(reads, org.row.id, id),
    lastRemovalOf(reads, org.row.id, id),
  ])
  return {
    id,
    device: device ? viewDevice(org, device) : null,
    holds: holds.map(viewHold),
    lookalikes: runSync(viewLookalikes(org, [id])),
    reading,
    execution,
    cap,
    orgStop,
    lastRevoke: pastAct(lastRevoke),
    lastRemoval: pastAct(lastRemoval),
    readMs: snapshotTime(org.reading),
  }
}

const pastAct = (item: PastItem | undefined): PastAct | null =>
  item
    ? {
        operationId: item.id,
        by: item.actor_name,
        at: new Date(item.requested_at).toISOString(),
        outcome: item.outcome,
      }
    : null
