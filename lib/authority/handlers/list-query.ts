import { DEVICE_ID_RULE, readDeviceId } from '@/lib/domain/ids/device-id'
import { DEVICE_IDS_MAX } from '../http/read-device-id'
import { invalidRequest } from '../http/refusal'
import { queryPairs } from './query-pairs'

/** What a list call requests: everything, what changed since a revision, or some ids. */
export type ListQuery = { since: number | null; deviceIds: string[] | null }

export function parseListQuery(query: string): ListQuery {
  const pairs = queryPairs(query)
  const all = (name: string) => pairs.filter((pair) => pair[0] === name).map((pair) => pair[1])
  const sinces = all('since')
  const ids = all('deviceId')
  if (sinces.length > 1 || (sinces.length > 0 && ids.length > 0)) {
    throw invalidRequest('Give since once, or deviceId, not both.')
  }
  const since = sinces[0]
  if (since !== undefined && !/^\d{1,15}$/.test(since))
    throw invalidRequest('since must be a revision: a whole number.')
  if (ids.length > DEVICE_IDS_MAX) throw invalidRequest(`deviceId may be given at most ${DEVICE_IDS_MAX} times.`)
  const deviceIds = ids.map((sent) => {
    const id = readDeviceId(sent)
    if (id === null) throw invalidRequest(`${DEVICE_ID_RULE}.`)
    return id
  })
  return { since: since === undefined ? null : Number(since), deviceIds: ids.length > 0 ? deviceIds : null }
}
