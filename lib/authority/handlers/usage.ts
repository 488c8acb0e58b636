import type { Core } from '../core/core'
import type { Call, Reply } from '../http/call'
import { planOf } from './plan'

/** The cap and what counts against it, and counters that only grow. */
export function usage(_core: Core, { org, now }: Call): Reply {
  const { allowed, denied, registrations, revision } = org
  return {
    status: 200,
    body: {
      status: 'ok',
      handler: 'usage',
      ...planOf(org),
      validations: { allowed, denied },
      registrations,
      revision,
      now: new Date(now).toISOString(),
    },
  }
}
