/** Whether ids that a person made up are free, and whether all of them fit under the cap. As of the last reading: nothing is reserved. */
import { z } from 'zod'
import { idFault } from '@/lib/domain/connect/id-parts'
import { nextFreeId, planFault, planIds, readPlan } from '@/lib/domain/connect/id-plan'
import { toWire } from '@/lib/domain/device'
import { InvalidInput } from '@/lib/domain/errors'
import { DEVICE_ID_CHARS_MAX } from '@/lib/domain/ids/device-id'
import type { IdCheck, IdState } from '@/lib/domain/wire/connect'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { viewCap, viewReading } from '@/lib/views/view-org'
import { service } from '../service'

const LOOKALIKES_MAX = 5
const PLAN_CHARS_MAX = 4_096

export const checkIds = service({
  permission: 'see',
  input: z.strictObject({
    id: z.string().max(DEVICE_ID_CHARS_MAX),
    plan: z.string().max(PLAN_CHARS_MAX).default(''),
  }),
  async run({ deps, org }, { id, plan }): Promise<IdCheck> {
    org.reader.look()
    const rows = readPlan(plan)
    const fault = idFault(id, org.parts) ?? planFault(rows)
    if (fault) throw new InvalidInput(fault)
    const planned = planIds(rows, id, org.parts)
    const ids = [...new Set([id, ...planned])]
    const faulty = ids.find((each) => idFault(each, org.parts) !== null)
    if (faulty !== undefined) throw new InvalidInput(`${faulty}: ${idFault(faulty, org.parts)}`)
    const { fleet } = org
    return {
      ids: ids.map((each) => stateOf(org, each)),
      slots: viewCap(org)?.remaining,
      next: fleet.has(id) ? nextFreeId(id, (each) => fleet.has(each)) : null,
      reading: viewReading(org, deps.clock.now()),
    }
  },
})

function stateOf({ fleet }: OrgRuntime, id: string): IdState {
  const device = fleet.get(id)
  const lookalikes: string[] = []
  for (const other of fleet.lookalikesOf(id)) {
    if (lookalikes.push(other) >= LOOKALIKES_MAX) break
  }
  return {
    id,
    registered: device ? { status: device.status, createdAt: toWire(device).createdAt } : null,
    lookalikes,
  }
}
