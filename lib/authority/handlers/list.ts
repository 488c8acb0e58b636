/**
 * The device list. It is written in small slices, each made when the one before has been taken, so that a list of 300,000
 * devices never holds up a validate and is never held itself. Entries written late may be newer than the revision at the
 * head: a delta since that revision lists them again.
 */
import type { Core } from '../core/core'
import type { Call, Reply } from '../http/call'
import { Refusal } from '../http/refusal'
import { JSON_TYPE, SECURITY_HEADERS } from '../http/send'
import { writePieces } from '../http/write-pieces'
import type { Org } from '../state/org'
import { deviceEntry } from './device-entry'
import { type ListQuery, parseListQuery } from './list-query'

/** Rows of the requested devices, in the order in which they are listed. */
function pick(org: Org, { since, deviceIds }: ListQuery): { rows: Iterable<number>; removed: string[] | null } {
  if (deviceIds) {
    const found = new Set(deviceIds.map((id) => org.devices.find(id)))
    return { rows: [...found].filter((row) => row >= 0), removed: null }
  }
  if (since === null) return { rows: upTo(org.devices.rowsEnd), removed: null }
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
  return { rows: org.chain.since(since), removed: org.tombstones.since(since).filter((id) => !org.devices.has(id)) }
}

function* upTo(end: number): Generator<number> {
  for (let row = 0; row < end; row++) yield row
}

const matches = (header: string | undefined, etag: string) =>
  header?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) ?? false

function* entries(core: Core, org: Org, head: string, rows: Iterable<number>): Generator<string> {
  const { serialsEnd } = core.slots
  let before = head
  for (const row of rows) {
    // Empty, or removed while the list was being written: the row may be another's by now.
    if (!org.devices.isOlder(row, serialsEnd)) continue
    yield before + deviceEntry(core, org, org.devices.read(row))
    before = ','
  }
  yield before === head ? `${head}]}` : ']}'
}

export async function list(core: Core, { req, res, org, query, requestId, now }: Call): Promise<Reply> {
  const asked = parseListQuery(query)
  const { rows, removed } = pick(org, asked)
  const etag = `"${org.tag}-${org.revision}"`
  const headers = ['cache-control', 'no-store', 'x-request-id', requestId, 'etag', `W/${etag}`, ...SECURITY_HEADERS]
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
  await writePieces(res, entries(core, org, `${JSON.stringify(facts).slice(0, -1)},"devices":[`, rows))
  return null
}
