/** The orgs of this authority, for who holds the admin key: one more, and the list of all. No key is in any list. */
import { hasControls } from '@/lib/domain/ids/device-id'
import { addOrg, ORGS_MAX } from '../core/add-org'
import type { Core } from '../core/core'
import type { Tx } from '../disk/group-committer'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { field, type JsonObject } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import { JSON_TYPE, SECURITY_HEADERS } from '../http/send'
import { writePieces } from '../http/write-pieces'
import { type ChosenKeyKind, hashKey, makeKey } from '../keys/key-hash'
import { keyFault } from '../keys/key-shape'
import type { Org } from '../state/org'
import { StateError } from '../state/state-error'

const HANDLER = 'admin/orgs'
const NAME_CHARS_MAX = 1_000
const DEVICE_LIMIT_MAX = 1_000_000

/** `agentKey` is null where the authority is to make it. */
type Wanted = { name: string; deviceLimit: number; orgKey: string; agentKey: string | null }

function readName(body: JsonObject): string {
  const value = field(body, 'name')
  const name = typeof value === 'string' ? value.normalize('NFC').trim() : ''
  if (name === '' || name.length > NAME_CHARS_MAX || hasControls(name))
    throw invalidRequest(`name must be 1 to ${NAME_CHARS_MAX} characters without control characters.`)
  return name
}

function readKey(core: Core, body: JsonObject, name: 'orgKey' | 'agentKey', kind: ChosenKeyKind): string {
  const text = field(body, name)
  const fault = keyFault(kind, typeof text === 'string' ? text : '')
  if (fault !== null) throw invalidRequest(`${name} ${fault}.`)
  if (core.adminKey?.is(text as string)) throw invalidRequest(`${name} must not be the admin key.`)
  return text as string
}

function readWanted(core: Core, body: JsonObject): Wanted {
  const name = readName(body)
  const deviceLimit = field(body, 'deviceLimit')
  if (!Number.isInteger(deviceLimit) || Number(deviceLimit) < 1 || Number(deviceLimit) > DEVICE_LIMIT_MAX)
    throw invalidRequest(`deviceLimit must be a whole number from 1 to ${DEVICE_LIMIT_MAX}.`)
  const orgKey = readKey(core, body, 'orgKey', 'org')
  const agentKey = (field(body, 'agentKey') ?? null) === null ? null : readKey(core, body, 'agentKey', 'agent')
  if (orgKey === agentKey) throw invalidRequest('orgKey and agentKey must differ.')
  return { name, deviceLimit: Number(deviceLimit), orgKey, agentKey }
}

const viewOf = (org: Org) => ({
  id: org.tag,
  name: org.name,
  limit: org.deviceLimit,
  devices: org.devices.size,
  devicesUsed: org.activeCount,
  disabled: org.disabled,
  createdAt: isoTime(org.createdAt),
})

/**
 * The org that an earlier call with this org key made, or undefined. A call that wants another name, limit or agent key is no
 * repeat: its caller must not believe that it was done.
 */
function repeated(core: Core, tx: Tx, { name, deviceLimit, orgKey, agentKey }: Wanted, now: number): Org | undefined {
  const id = tx.store.findOrgMadeWith(hashKey(orgKey))
  const org = id === undefined ? undefined : core.orgs.get(id)
  if (!org) return undefined
  const key = agentKey === null ? undefined : core.keys.get(hashKey(agentKey))
  const isItsKey = key?.orgId === org.id && key.kind === 'agent' && core.keys.isLive(key, now)
  if (org.name !== name || org.deviceLimit !== deviceLimit || (agentKey !== null && !isItsKey))
    throw new StateError({ code: 'key-used', kind: 'org' })
  return org
}

const REPEAT = 'This call was made before, and nothing changed. An agent key that it made was in that reply only.'

/**
 * Adds an org. The caller has chosen its org key, so that a call whose answer was lost can be made again: the same key answers
 * `exists`, and adds nothing. An agent key that is not given is made, and is in this one reply.
 */
export async function addAdminOrg(core: Core, { body, now }: Call): Promise<Reply> {
  const wanted = readWanted(core, body)
  const made = wanted.agentKey === null ? makeKey('agent') : null
  return core.committer.run((tx): Reply => {
    const known = repeated(core, tx, wanted, now)
    if (known) {
      const repeat = { org: viewOf(known), agentApiKey: null, message: REPEAT }
      return { status: 200, body: { status: 'exists', handler: HANDLER, ...repeat } }
    }
    const agentKey = wanted.agentKey ?? (made as string)
    const madeWith = hashKey(wanted.orgKey)
    if (core.keys.get(madeWith)) throw new StateError({ code: 'key-used', kind: 'org' })
    if (core.keys.get(hashKey(agentKey))) throw new StateError({ code: 'key-used', kind: 'agent' })
    if (core.orgs.size >= ORGS_MAX) throw new StateError({ code: 'org-limit-reached', limit: ORGS_MAX, by: 'admin' })
    const org = addOrg(core, tx, { ...wanted, agentKey, madeWith }, now)
    return { status: 200, body: { status: 'ok', handler: HANDLER, org: viewOf(org), agentApiKey: made } }
  })
}

function* entries(head: string, orgs: Iterable<Org>): Generator<string> {
  let before = head
  for (const org of orgs) {
    yield before + JSON.stringify(viewOf(org))
    before = ','
  }
  yield ']}'
}

/** All orgs, the oldest first, written in slices as the list of devices is: there may be 10,000. */
export async function listAdminOrgs(core: Core, { res, requestId, now }: Call): Promise<Reply> {
  const facts = { status: 'ok', handler: HANDLER, now: isoTime(now), request_id: requestId }
  const headers = ['content-type', JSON_TYPE, 'cache-control', 'no-store', 'x-request-id', requestId]
  res.writeHead(200, [...headers, ...SECURITY_HEADERS])
  await writePieces(res, entries(`${JSON.stringify(facts).slice(0, -1)},"orgs":[`, core.orgs.values()))
  return null
}
