import { createHash } from 'node:crypto'
import { z } from 'zod'
import { requestOrgStop } from '@/lib/stops/stop-org'
import { type KnownStop, knownStop } from '@/lib/views/view-stop'
import { service } from '../service'

/** What `/stop` presses. The digest is that of the same act through the API. */
export const stopOrg = service({
  permission: 'stop',
  input: z.strictObject({ id: z.uuid() }),
  async run(context, { id }): Promise<KnownStop> {
    const body = JSON.stringify({ id, kind: 'disable' })
    const row = await requestOrgStop(context, { id, bodyDigest: createHash('sha256').update(body).digest('hex') })
    return knownStop(context, row)
  },
})
