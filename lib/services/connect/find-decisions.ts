/** From a request id or a device id in an agent's log to the decision, its device, and the stop that was in force then. */
import { z } from 'zod'
import { DEVICE_ID_RULE, readDeviceId } from '@/lib/domain/ids/device-id'
import type { FoundDecision, FoundDecisions } from '@/lib/domain/wire/decisions'
import { service } from '../service'
import { ifOffered } from './if-offered'
import { iso } from './iso'
import { stopsAt } from './stops-at'

/** As an agent sends it: what an authority takes for no id has no decision. */
const DeviceId = z.string().transform((sent, context) => {
  const id = readDeviceId(sent)
  if (id === null) context.addIssue({ code: 'custom', message: DEVICE_ID_RULE })
  return id ?? z.NEVER
})

const Query = z
  .strictObject({
    requestId: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, 'a request id is a UUID, as the authority answers it')
      .optional(),
    deviceId: DeviceId.optional(),
  })
  .refine(({ requestId, deviceId }) => (requestId === undefined) !== (deviceId === undefined), {
    message: 'give requestId or deviceId, one of them',
  })

export const findDecisions = service({
  permission: 'see',
  input: Query,
  run: (context, { requestId, deviceId }): Promise<FoundDecisions> =>
    ifOffered(context, async () => {
      const { client } = context.org.connection
      const query = requestId === undefined ? { deviceId: deviceId as string } : { requestId }
      const { decisions, more, keptSince, kept, keptMax } = await client.decisions(query)
      const stops = await stopsAt(context, decisions)
      const found = decisions.map((decision): FoundDecision => {
        const { at, deviceIdCut, deviceId: id, ...rest } = decision
        const known = id === undefined || deviceIdCut ? undefined : context.org.fleet.get(id)
        const device = known ? { status: known.status } : null
        return { ...rest, deviceId: id, deviceIdCut, at: iso(at), device, stops: stops(decision) }
      })
      return { decisions: found, more, keptSince: iso(keptSince), kept, keptMax }
    }),
})
