/** What acts of a person may have started lately, read from the audit log: it has every act, whatever became of it. */
import type { DeviceKeyAct } from '@/lib/domain/keys/key-record'
import type { Db } from './rows/db'

const STARTS = ['restore', 'register', 'remove', 'enable'] as const
const STOPS = ['revoke', 'disable'] as const

/**
 * Whether acts of the person at `since` (epoch ms) or later can start anything but this device, in any org: a start that was
 * asked for, continued or tried again, and a stop that was held up, cancelled, withdrawn or closed. A device that a start was
 * refused for, or found active, does not count; an act on a whole org does.
 */
export async function startsOthers(
  db: Db,
  userId: string,
  since: number,
  { orgId, deviceId }: { orgId: string; deviceId: string },
): Promise<boolean> {
  const found = await db
    .selectFrom('audit_events')
    .innerJoin('operations', 'operations.id', 'audit_events.operation_id')
    .leftJoin('operation_items', 'operation_items.operation_id', 'operations.id')
    .select('operations.id')
    .where('audit_events.user_id', '=', userId)
    .where('audit_events.at', '>=', since)
    .where((e) =>
      e.or([
        e.and([
          e('audit_events.kind', 'in', ['operation.requested', 'operation.continued', 'operation.retried']),
          e('operations.kind', 'in', STARTS),
          e.or([
            e('operation_items.outcome', 'is', null),
            e('operation_items.outcome', 'not in', ['refused', 'skipped']),
          ]),
        ]),
        e.and([
          e('audit_events.kind', 'in', ['operation.paused', 'operation.cancelled', 'stop.withdrawn', 'stop.closed']),
          e('operations.kind', 'in', STOPS),
        ]),
      ]),
    )
    .where((e) =>
      e.or([
        e('operation_items.device_id', 'is', null),
        e('operation_items.device_id', '!=', deviceId),
        e('operations.org_id', '!=', orgId),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined || releasesOthers(db, userId, since, { orgId, deviceId })
}

/** The same of device keys that were released, and of ids whose block was lifted. */
async function releasesOthers(
  db: Db,
  userId: string,
  since: number,
  { orgId, deviceId }: { orgId: string; deviceId: string },
): Promise<boolean> {
  const rows = await db
    .selectFrom('audit_events')
    .select(['org_id', 'device_id', 'data'])
    .where('user_id', '=', userId)
    .where('at', '>=', since)
    .where('kind', '=', 'device-key.requested')
    .execute()
  return rows.some(({ org_id, device_id, data }) => {
    const { act } = JSON.parse(data) as DeviceKeyAct
    return act !== 'end' && act !== 'policy' && (org_id !== orgId || device_id !== deviceId)
  })
}
