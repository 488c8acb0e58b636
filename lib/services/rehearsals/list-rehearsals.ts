import { z } from 'zod'
import type { Rehearsals } from '@/lib/domain/wire/rehearsals'
import { openRehearsals } from '@/lib/store/rehearsals/rehearsals'
import { service } from '../service'

/** Rehearsals that still keep their device stopped, oldest first. */
export const listRehearsals = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<Rehearsals> {
    const rows = await openRehearsals(deps.store.reads, org.row.id)
    return {
      rehearsals: rows.map((row) => ({
        operationId: row.operation_id,
        deviceId: row.device_id,
        by: { id: row.user_id, name: row.actor_name },
        begunAt: new Date(row.requested_at).toISOString(),
      })),
    }
  },
})
