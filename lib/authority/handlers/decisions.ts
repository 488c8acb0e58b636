/** Recent decisions: one by its request id, or the latest about a device id. */
import { readDeviceId } from '@/lib/domain/ids/device-id'
import type { Core } from '../core/core'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { invalidRequest } from '../http/refusal'
import { ALLOW, DECISION_CODES, REGISTER_CODES_FROM } from '../state/codes'
import type { LoggedDecision } from '../state/decision-log'
import { queryPairs } from './query-pairs'

/** The most decisions of one reply. */
const SHOWN_MAX = 100
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

const RULE = 'Give requestId, a UUID, or deviceId, one of them and once.'

/** Newest first; one more than is shown where there are more. */
function find(core: Core, { org, query }: Call): LoggedDecision[] {
  const pairs = queryPairs(query).filter(([name]) => name === 'requestId' || name === 'deviceId')
  const [pair, another] = pairs
  if (!pair || another) throw invalidRequest(RULE)
  const [name, value] = pair
  if (name === 'deviceId') {
    const deviceId = readDeviceId(value)
    if (deviceId === null) throw invalidRequest(RULE)
    return core.decisions.ofDevice(org.id, deviceId, SHOWN_MAX + 1)
  }
  const requestId = value.trim().toLowerCase()
  if (!UUID.test(requestId)) throw invalidRequest(RULE)
  return core.decisions.ofRequest(org.id, requestId)
}

const view = ({ code, at, ...rest }: LoggedDecision) => ({
  ...rest,
  call: code < REGISTER_CODES_FROM ? 'validate' : 'register',
  allowed: code === ALLOW,
  code: DECISION_CODES[code],
  at: isoTime(at),
})

/** `keptSince`: what was decided before is not known. The log is of the process: it begins anew with each start. */
export function decisions(core: Core, call: Call): Reply {
  const found = find(core, call)
  const { kept, keptMax, keptSince } = core.decisions
  return {
    status: 200,
    body: {
      status: 'ok',
      handler: 'decisions',
      decisions: found.slice(0, SHOWN_MAX).map(view),
      more: found.length > SHOWN_MAX,
      kept,
      keptMax,
      keptSince: isoTime(keptSince),
      now: isoTime(call.now),
    },
  }
}
