/**
 * The device list. It is written in slices of a few milliseconds, waiting for the reader where it is slow, so that a list
 * of 100,000 devices never holds up a validate. Entries written late may be newer than the revision at the head: a delta
 * since that revision tells them again.
 */
import type { Core } from '../core'
import type { Call, Reply } from '../http/call'
import { Refusal } from '../http/refusal'
import { JSON_TYPE } from '../http/send'
import { writeSlices } from '../http/write-slices'
import type { Device } from '../state/device'
import type { Org } from '../state/org'
import { deviceEntry } from './device-entry'
import { type ListQuery, parseListQuery } from './list-query'

function pick(org: Org, { since, deviceIds }: ListQuery): { devices: Device[]; removed: string[] | null } {
  if (deviceIds) {
    const found = new Set(deviceIds.map((id) => org.devices.get(id)))
    return { devices: [...found].filter((device) => device !== undefined), removed: null }
  }
  if (since === null) return { devices: [...org.devices.values()], removed: null }
  if (since < org.tombstones.floor || since > org.revision) {
    throw new Refusal(
      410,
      'revision_too_old',
      'Changes since this revision are no longer known. Read the whole list.',
      {
        data: { revision: org.revision },
      },
    )
  }
  return { devices: org.chain.since(since), removed: org.tombstones.since(since).filter((id) => !org.devices.has(id)) }
}

const matches = (header: string | undefined, etag: string) =>
  header?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) ?? false

function* entries(core: Core, head: string, devices: readonly Device[]): Generator<string> {
  let before = head
  for (const device of devices) {
    // Removed while the list was being written: the slot of its evidence may be another's by now.
    if (device.removed) continue
    yield before + deviceEntry(core, device)
    before = ','
  }
  yield before === head ? `${head}]}` : ']}'
}

export async function list(core: Core, { req, res, org, query, requestId, now }: Call): Promise<Reply> {
  const asked = parseListQuery(query)
  const { devices, removed } = pick(org, asked)
  const etag = `"${org.tag}-${org.revision}"`
  const headers = ['cache-control', 'no-store', 'x-request-id', requestId, 'etag', `W/${etag}`]
  if (matches(req.headers['if-none-match'], etag)) {
    res.writeHead(304, headers)
    res.end()
    return null
  }
  const facts = {
    status: 'ok',
    handler: 'devices/list',
    now: new Date(now).toISOString(),
    revision: org.revision,
    request_id: requestId,
    ...(removed && { since: asked.since, removed }),
  }
  res.writeHead(200, ['content-type', JSON_TYPE, ...headers])
  await writeSlices(res, entries(core, `${JSON.stringify(facts).slice(0, -1)},"devices":[`, devices))
  return null
}
