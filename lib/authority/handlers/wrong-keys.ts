import type { Core } from '../core/core'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'

/**
 * Calls with a key that is none, since the start of this process. Of whichever org they were meant for: a wrong key names
 * none.
 */
export function wrongKeys(core: Core, { now }: Call): Reply {
  const { wrongKeys: count, wrongKeyAt } = core.metrics
  const lastAt = wrongKeyAt === null ? null : isoTime(wrongKeyAt)
  return {
    status: 200,
    body: { status: 'ok', handler: 'org/wrong_keys', count, lastAt, since: isoTime(core.startedAt), now: isoTime(now) },
  }
}
