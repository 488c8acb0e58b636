/** The line of a stop: its record, the confirmations read since, the alarms put away and the resumes, in one order. */
import { z } from 'zod'
import { currentHead } from '@/lib/audit/anchors/current-head'
import { toAuditEvent } from '@/lib/audit/audit-log'
import { auditSentence } from '@/lib/domain/audit-sentence'
import { AppError } from '@/lib/domain/errors'
import { plainJson } from '@/lib/domain/escaped-text'
import { shownId } from '@/lib/domain/ids/shown-id'
import { type Incident, type IncidentEntry, incidentHeadline, incidentText } from '@/lib/domain/incident'
import { isStop } from '@/lib/domain/operation'
import { type Confirmation, confirmationsOf } from '@/lib/evidence/confirmations'
import { listEvents } from '@/lib/store/audit/audit-events'
import { acknowledgementsOf, resumesOf } from '@/lib/store/incidents'
import type { OperationRow } from '@/lib/store/rows/schema'
import { viewOperation } from '@/lib/views/view-operation'
import type { OrgContext } from '../context'
import { type Download, recordExport } from '../downloads/download'
import { requireOperation } from '../require-operation'
import { service } from '../service'
import { newestEntries } from './newest-entries'

const SHOWN_MAX = 200
const EXPORTED_MAX = 100_000

const OperationId = z.strictObject({ operation: z.uuid('that is not an operation id') })

/** `sortAt`: console's clock in epoch ms, guessed from the authority's where only that is known. */
type Dated = { sortAt: number; entry: IncidentEntry }

/** Up to 200 entries, of the confirmations the newest, and the first 200 devices without a denial, for a page. */
export const getIncident = service({
  permission: 'see',
  input: OperationId,
  run: (context, { operation }): Promise<Incident> => readIncident(context, operation, SHOWN_MAX),
})

/** The whole line as a download; recorded like every export. */
export const exportIncident = service({
  permission: 'see',
  input: OperationId.extend({ format: z.enum(['json', 'txt']) }),
  async run(context, { operation, format }): Promise<Download & { body: string }> {
    const incident = {
      ...(await readIncident(context, operation, EXPORTED_MAX)),
      recordHead: await currentHead(context),
    }
    const rows = incident.entries.length
    await recordExport(context, 'operation', rows)
    const filename = `${context.org.row.slug}-incident-${incident.operation.id}.${format}`
    return format === 'json'
      ? {
          filename,
          contentType: 'application/json; charset=utf-8',
          body: `${plainJson(incident, 2)}\n`,
        }
      : { filename, contentType: 'text/plain; charset=utf-8', body: incidentText(incident) }
  },
})

async function readIncident(context: OrgContext, id: string, entriesMax: number): Promise<Incident> {
  const { deps, org } = context
  const { reads: db } = deps.store
  const row = await requireOperation(context, id)
  if (!isStop(row.kind))
    throw new AppError('not-found', `Operation ${id} is no stop; only a stop has an incident line.`)
  const resumes = await resumesOf(db, row)
  const { confirmed, unconfirmed } = await confirmationsOf(db, org, row, resumes)
  const dated = [
    ...(await recorded(context, row, resumes, entriesMax)),
    ...(await acknowledged(context, row)),
    ...confirmed.map((one) => confirmation(context, row, one)),
  ].sort((a, b) => a.sortAt - b.sortAt)
  const operation = await viewOperation(deps, org, row)
  return {
    operation,
    headline: incidentHeadline(operation),
    writtenAt: new Date(deps.clock.now()).toISOString(),
    covered: confirmed.length + unconfirmed.length,
    confirmed: confirmed.length,
    proven: confirmed.filter(({ decision }) => decision.proven).length,
    unconfirmed: unconfirmed.slice(0, entriesMax),
    entries: newestEntries(dated, entriesMax).map(({ entry }) => entry),
    leftOut: Math.max(0, dated.length - entriesMax),
  }
}

async function recorded(
  { deps, org }: OrgContext,
  stop: OperationRow,
  resumes: readonly OperationRow[],
  limit: number,
): Promise<Dated[]> {
  const dated: Dated[] = []
  for (const { id } of [stop, ...resumes]) {
    const events = await listEvents(deps.store.reads, { orgIds: [org.row.id], operationId: id, limit })
    for (const row of events.toReversed()) {
      const event = toAuditEvent(row, () => org.row.slug)
      const why = event.reason && event.kind !== 'operation.reason' ? ` – "${event.reason}"` : ''
      const { at, address, requestId, by } = event
      const text = `${auditSentence(event)}${why}`
      dated.push(entryAt(row.at, { kind: 'record', at, by, text, operationId: id, address, requestId }))
    }
    // If the event of the stop request went to the emergency file, the request is taken from the operation itself.
    if (id === stop.id && !events.some((event) => event.kind === 'operation.requested') && events.length < limit) {
      const text = `asked to stop ${stop.kind === 'disable' ? 'the whole org' : 'devices'}`
      const { address } = stop
      dated.push(
        entryAt(stop.requested_at, {
          kind: 'record',
          by: { id: stop.user_id, name: stop.actor_name },
          text,
          operationId: id,
          address,
        }),
      )
    }
  }
  return dated
}

async function acknowledged({ deps }: OrgContext, stop: OperationRow): Promise<Dated[]> {
  const rows = await acknowledgementsOf(deps.store.reads, stop.id)
  return rows.map(({ acknowledged_at: at, acknowledged_by: id, name, alarms }) => {
    const text = `acknowledged ${alarms === 1 ? 'an alarm' : `${alarms} alarms`} of this stop`
    return entryAt(at as number, {
      kind: 'acknowledged',
      by: { id, name: name ?? 'an unknown person' },
      text,
      operationId: stop.id,
    })
  })
}

function confirmation({ org }: OrgContext, stop: OperationRow, { deviceId, decision }: Confirmation): Dated {
  const { authorityNow, readAt } = org.reading
  const aheadMs = authorityNow === null || readAt === null ? 0 : authorityNow - readAt
  const at = decision.at
  const dated = entryAt(at === undefined ? Number.MAX_SAFE_INTEGER : at - aheadMs, {
    kind: 'confirmed',
    clock: 'authority',
    by: { id: null, name: stop.authority },
    text: `${shownId(deviceId)} confirmed: denied, ${decision.code || 'without a code'}${decision.proven ? ', under its own device key' : ''}`,
    deviceId,
    operationId: stop.id,
    requestId: decision.requestId ?? null,
  })
  dated.entry.at = at === undefined ? null : new Date(at).toISOString()
  return dated
}

const entryAt = (
  sortAt: number,
  given: Pick<IncidentEntry, 'kind' | 'by' | 'text'> & Partial<IncidentEntry>,
): Dated => ({
  sortAt,
  entry: {
    at: sortAt < Number.MAX_SAFE_INTEGER ? new Date(sortAt).toISOString() : null,
    clock: 'console',
    deviceId: null,
    operationId: null,
    requestId: null,
    address: null,
    ...given,
  },
})
