/** Keys of devices as far as the authority of an org knows them: read anew for each answer, never kept. */
import { z } from 'zod'
import { ListedId } from '@/lib/domain/command'
import type { DeviceKeyView, IdBlockList, KeyPolicyView, KeyReview } from '@/lib/domain/wire/device-keys'
import { service } from '../service'
import { ifOffered } from './if-offered'
import { iso } from './iso'

/** The policy of the org, and how many devices are on which side of it. */
export const getDeviceKeys = service({
  permission: 'see',
  input: z.strictObject({}),
  run: (context): Promise<KeyPolicyView> => ifOffered(context, () => context.org.connection.client.deviceKeys()),
})

/** Who would be denied where every id needs its own key, by name. `after`: the last id of the page before. */
export const reviewDeviceKeys = service({
  permission: 'see',
  input: z.strictObject({ after: ListedId.optional() }),
  run: (context, { after }): Promise<KeyReview> =>
    ifOffered(context, async () => {
      const { devices, total, more } = await context.org.connection.client.darkDevices(after ?? null)
      const shown = devices.map(({ lastValidatedAt, releasedUntil, ...rest }) => ({
        ...rest,
        lastValidatedAt: iso(lastValidatedAt),
        releasedUntil: iso(releasedUntil),
      }))
      return { devices: shown, total, more }
    }),
})

/** Whether one device has a key of its own. */
export const getDeviceKey = service({
  permission: 'see',
  input: z.strictObject({ id: ListedId }),
  run: (context, { id }): Promise<DeviceKeyView> =>
    ifOffered(context, async () => {
      const { client } = context.org.connection
      const [{ policy }, key] = await Promise.all([client.deviceKeys(), client.deviceKeyOf(id)])
      if (policy === 'shared') return { state: 'shared' as const }
      if (key === null) return { state: 'unlisted' as const }
      const { issuedAt, firstUsedAt, releasedUntil } = key
      return {
        state: key.has ? ('own' as const) : ('none' as const),
        issuedAt: iso(issuedAt),
        firstUsedAt: iso(firstUsedAt),
        releasedUntil: iso(releasedUntil),
      }
    }),
})

/** Ids that no register adds, because a revoked device of that id was removed; the latest first. */
export const listIdBlocks = service({
  permission: 'see',
  input: z.strictObject({}),
  run: (context): Promise<IdBlockList> =>
    ifOffered(context, async () => {
      const blocks = await context.org.connection.client.idBlocks()
      return { blocks: blocks.map(({ deviceId, createdAt }) => ({ deviceId, createdAt: iso(createdAt) })) }
    }),
})
