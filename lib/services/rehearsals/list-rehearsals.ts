import { z } from 'zod'
import type { Rehearsals } from '@/lib/domain/wire/rehearsals'
import { openOrgRehearsals, openRehearsals, rehearsedIds } from '@/lib/store/rehearsals/rehearsals'
import { service } from '../service'

const begun = (row: { user_id: string | null; actor_name: string; requested_at: number }) => ({
  by: { id: row.user_id, name: row.actor_name },
  begunAt: new Date(row.requested_at).toISOString(),
})

/** Rehearsals that still keep their device or the org stopped, those of the org first, oldest first. */
export const listRehearsals = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<Rehearsals> {
    const { reads } = deps.store
    const [ofOrg, ofDevices] = await Promise.all([
      openOrgRehearsals(reads, org.row.id),
      openRehearsals(reads, org.row.id),
    ])
    const isThrowaway = org.row.throwaway_since !== null
    return {
      rehearsals: [
        ...ofOrg.map((row) => ({ operationId: row.id, deviceId: null, ...begun(row) })),
        ...ofDevices.map((row) => ({ operationId: row.operation_id, deviceId: row.device_id, ...begun(row) })),
      ],
      throwaway: isThrowaway ? { registered: [...(await rehearsedIds(reads, org.row.id))] } : null,
    }
  },
})
