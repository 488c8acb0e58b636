/** Who would be denied where every id needs its own key: the review before that step. */
import type { Core } from '../core/core'
import { isReleased, needsFirstUse } from '../core/device-key-changes'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { invalidRequest } from '../http/refusal'
import type { Org } from '../state/org'
import { queryPairs } from './query-pairs'

/** The most devices of one reply. */
const SHOWN_MAX = 500

function readAfter(query: string): string {
  const [pair, another] = queryPairs(query)
  if (pair === undefined) return ''
  if (another || pair[0] !== 'after') throw invalidRequest('Give after once: the last id of the page before.')
  return pair[1]
}

/** Rows of the first devices of the review behind an id, in order of their ids; one more than is shown where there are more. */
function firstRows(core: Core, org: Org, after: string): { rows: { deviceId: string; row: number }[]; total: number } {
  let rows: { deviceId: string; row: number }[] = []
  let total = 0
  const order = () => {
    rows = rows.sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1)).slice(0, SHOWN_MAX + 1)
  }
  for (let row = 0; row < org.devices.rowsEnd; row++) {
    if (!org.devices.isOlder(row, core.slots.serialsEnd) || !needsFirstUse(core, org, row)) continue
    total += 1
    const { deviceId } = org.devices.read(row)
    if (deviceId <= after) continue
    rows.push({ deviceId, row })
    // A large fleet is never sorted as a whole: agents wait for their answers meanwhile.
    if (rows.length > 4 * SHOWN_MAX) order()
  }
  order()
  return { rows, total }
}

/**
 * The active devices that have not used a key of their own, at most 500 by id, behind `after`: `deviceKey` is true for one that was
 * given a key and has not used it, `releasedUntil` says until when the next register gets one.
 */
export function darkDevices(core: Core, { org, query, now }: Call): Reply {
  const { rows, total } = firstRows(core, org, readAfter(query))
  const devices = rows.slice(0, SHOWN_MAX).map(({ deviceId, row }) => {
    const serial = org.devices.serial(row)
    const asked = core.evidence.read(serial, org.devices.slot(row))
    const releasedUntil = isReleased(org, serial, now) ? isoTime(org.keyReleases.get(serial) as number) : null
    const deviceKey = core.keys.ofDevice(serial).length > 0
    return { deviceId, lastValidatedAt: asked ? isoTime(asked.at) : null, deviceKey, releasedUntil }
  })
  const more = rows.length > SHOWN_MAX
  return {
    status: 200,
    body: { status: 'ok', handler: 'org/device_keys/dark', devices, total, more, now: isoTime(now) },
  }
}
