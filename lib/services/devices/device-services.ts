/** Use cases that look at devices. */
import { z } from 'zod'
import { toAuditEvent } from '@/lib/audit/audit-log'
import { runSync } from '@/lib/concurrency/cooperative'
import { ListedId } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import {
  DEVICE_SORTS,
  DEVICES_PAGE_ROWS,
  type DeviceDetail,
  type DevicesPage,
  type Hold,
} from '@/lib/domain/wire/devices'
import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHolds } from '@/lib/store/holds'
import type { HoldRow } from '@/lib/store/rows/schema'
import { viewLookalikes } from '@/lib/views/find-lookalikes'
import { viewDevice } from '@/lib/views/view-device'
import { viewReading } from '@/lib/views/view-org'
import { service } from '../service'
import { readSort } from './read-sort'

const HISTORY_MAX = 50
const WholeNumber = z.coerce.number().int().min(0).max(10_000_000)

export const listDevices = service({
  permission: 'see',
  input: z.strictObject({
    q: z.string().max(SELECTOR_CHARS_MAX, `a selector has at most ${SELECTOR_CHARS_MAX} characters`).default(''),
    sort: z.enum(DEVICE_SORTS).default('id'),
    offset: WholeNumber.default(0),
  }),
  async run({ deps, org }, { q, sort, offset }): Promise<DevicesPage> {
    org.reader.look()
    const now = deps.clock.now()
    const terms = readSelector(org, q)
    const env = await fleetEnv(deps.store.reads, org, terms, now)
    const found = await org.searches.find(org.fleet, q, { terms, env, sort: readSort(sort) })
    return {
      total: found.total,
      fleetTotal: org.fleet.size,
      offset,
      rows: org.fleet.rows(found, offset, DEVICES_PAGE_ROWS).map((device) => viewDevice(org, device)),
      facets: found.facets,
      reading: viewReading(org, now),
    }
  },
})

export const getDevice = service({
  permission: 'see',
  input: z.strictObject({ id: ListedId }),
  async run({ deps, org }, { id }): Promise<DeviceDetail> {
    org.reader.look()
    const { reads } = deps.store
    const now = deps.clock.now()
    const device = org.fleet.get(id)
    if (!device) throw new AppError('not-found', `No device with this id is in the last reading of ${org.row.name}.`)
    const events = await listEvents(reads, { orgIds: [org.row.id], deviceId: id, limit: HISTORY_MAX })
    return {
      device: viewDevice(org, device),
      lookalikes: runSync(viewLookalikes(org, [id])),
      holds: (await liveHolds(reads, org.row.id, [id])).map(viewHold),
      history: events.map((row) => toAuditEvent(row, () => org.row.slug)),
      reading: viewReading(org, now),
    }
  },
})

export const viewHold = (row: HoldRow): Hold => ({
  id: row.id,
  kind: row.kind,
  operationId: row.operation_id,
  by: { id: row.user_id, name: row.actor_name },
  placedAt: new Date(row.placed_at).toISOString(),
  reason: row.reason,
})
