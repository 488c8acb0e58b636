import type { Core } from '../core/core'
import { KEY_EVENTS_MAX, listKeyEvents } from '../disk/device-key-store'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { invalidRequest } from '../http/refusal'
import { queryPairs } from './query-pairs'

/** The most events of one reply. */
const SHOWN_MAX = 1_000

function readAfter(query: string): number {
  const [pair, another] = queryPairs(query)
  if (pair === undefined) return 0
  if (another || pair[0] !== 'after' || !/^\d{1,15}$/.test(pair[1]))
    throw invalidRequest('Give after once: the number of the last event that you have.')
  return Number(pair[1])
}

/**
 * What happened to device keys, in order and numbered from 1 without a gap: a reader asks for what came after the last number that
 * it has. `lost`: events after that number are no longer kept.
 */
export function keyEvents(core: Core, { org, query, now }: Call): Reply {
  const after = readAfter(query)
  const found = listKeyEvents(core.committer.store, org.id, after, SHOWN_MAX + 1)
  const events = found.slice(0, SHOWN_MAX).map(({ number, at, kind, deviceId, detail }) => ({
    number,
    at: isoTime(at),
    kind,
    deviceId,
    detail,
  }))
  const lost = org.keyEvents - KEY_EVENTS_MAX > after
  return {
    status: 200,
    body: {
      status: 'ok',
      handler: 'org/key_events',
      events,
      more: found.length > SHOWN_MAX,
      last: org.keyEvents,
      lost,
      now: isoTime(now),
    },
  }
}
