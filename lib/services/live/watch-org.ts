/** The state of an org, followed: a stream of server-sent events `state` whose data is an `OrgState`. */
import { z } from 'zod'
import { service } from '../service'

/** A fresh state comes first; `STREAM_END_EVENT` ends a stream that must not be opened again as it was. */
export const watchOrg = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<ReadableStream<Uint8Array>> {
    return context.deps.live.open(context)
  },
})
