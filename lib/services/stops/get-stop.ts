/** What is known of one stop, for its own page: from the store where that answers in time, else from memory. */
import { z } from 'zod'
import type { DeviceRow } from '@/lib/domain/console-api'
import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { OrgContext } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'
import { viewDevice } from '../orgs/view-org'
import { service } from '../service'
import { viewPress } from './stop-org'
import { isOpen, type Press, pressesOf, type Recorded } from './stop-presses'
import type { StillAsking } from './stop-summary'
import { LATE, within } from './within'

export type KnownStop = {
  operation: Operation
  recorded: Recorded
  /** When it is sent again, console's clock in epoch ms; null where nothing is planned. */
  nextTryAt: number | null
  /** The first few that have not asked since. */
  waiting: DeviceRow[]
  /** The first few that were told no and go on asking. */
  asking: StillAsking[]
  askingTotal: number
}

const READ_WAIT_MS = 500
const SHOWN_MAX = 5

export const getStop = service({
  permission: 'see',
  input: z.strictObject({ operation: z.uuid('that is not an operation id') }),
  async run(context, { operation }): Promise<KnownStop> {
    context.org.reader.look()
    const press = pressOf(context, operation)
    // What the store has not got yet is truer in memory.
    if (press && press.recorded !== 'store') return knownStop(context, press.row, press)
    return knownStop(context, await readRow(context, operation, press), press)
  },
})

export async function knownStop(
  { deps, org }: Pick<OrgContext, 'deps' | 'org'>,
  row: OperationRow,
  press: Press | undefined,
): Promise<KnownStop> {
  const asking = org.stops.asking(row.id)
  return {
    operation: await viewPress(deps, org, row),
    recorded: press?.recorded ?? 'store',
    nextTryAt: isOpen(row) ? (press?.nextTryAt ?? null) : null,
    waiting: waitingDevices(org, row.id, deps.clock.now()),
    asking: asking.slice(0, SHOWN_MAX),
    askingTotal: asking.length,
  }
}

const pressOf = ({ deps, org }: OrgContext, id: string): Press | undefined => {
  const press = pressesOf(deps).find(id)
  return press?.row.org_id === org.row.id ? press : undefined
}

async function readRow({ deps, org }: OrgContext, id: string, press: Press | undefined): Promise<OperationRow> {
  let cause: unknown
  const row = await within(findOperation(deps.store.reads, id), READ_WAIT_MS).catch((error) => {
    cause = error
    return LATE
  })
  if (row !== LATE && row?.org_id === org.row.id) return row
  if (press) return press.row
  if (row !== LATE) throw new AppError('not-found', `There is no operation ${id} in ${org.row.name}.`)
  throw new AppError(
    'unavailable',
    'The console cannot read its own database, so it cannot say what became of this stop. See the state of the org under Stop, and press again if it is not stopped.',
    { cause },
  )
}

function waitingDevices(org: OrgRuntime, operationId: string, now: number): DeviceRow[] {
  return org.stops
    .waiting(operationId)
    .slice(0, SHOWN_MAX)
    .flatMap((id) => {
      const device = org.fleet.get(id)
      return device ? [viewDevice(org, device, now)] : []
    })
}
