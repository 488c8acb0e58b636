/** Which devices last asked with a key, and which with one that it has replaced: who comes back after a rotation, and who does not. */
import { isSameAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import type { Core } from '../core/core'
import { type KeyRow, listAgentKeyRows, listKeyRows } from '../disk/key-rows'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { invalidRequest } from '../http/refusal'
import { type KeyTag, keyTag } from '../state/key-tag'
import type { Org } from '../state/org'
import { StateError } from '../state/state-error'
import { queryPairs } from './query-pairs'

/** The most devices that one reply names, for each list. */
const SHOWN_MAX = 500
const RULE = 'Give kind, "org" or "agent", and for an agent key its agentKeyId, each at most once.'

type Wanted = { kind: 'org' | 'agent'; agentKeyId: string | null }

function readWanted(query: string): Wanted {
  const pairs = queryPairs(query)
  const given = new Map(pairs)
  const [kind, agentKeyId = null] = [given.get('kind'), given.get('agentKeyId')]
  if (given.size !== pairs.length || [...given.keys()].some((name) => name !== 'kind' && name !== 'agentKeyId'))
    throw invalidRequest(RULE)
  if ((kind !== 'org' && kind !== 'agent') || (kind === 'org' && agentKeyId !== null)) throw invalidRequest(RULE)
  return { kind, agentKeyId }
}

const tagOf = ({ kind, agentKeyId, hash }: KeyRow): KeyTag => keyTag(kind, agentKeyId ?? hash)

/** What makes a key the one that is asked about: its row if it works and nothing replaced it, and which tags it has replaced. */
type Asked = { name: string | null; current: KeyRow[]; isReplaced: (tag: KeyTag) => boolean }

/** An org has one org key at a time: any other one that a device used before was replaced by it. */
function orgKey(rows: KeyRow[]): Asked {
  const current = rows.filter(({ kind, validUntil }) => kind === 'org' && validUntil === null)
  return { name: null, current, isReplaced: (tag) => keyTag('org') <= tag && tag < keyTag('agent') }
}

/** A rotated agent key keeps its name, so that those of one name follow each other. Without an id: every agent key together. */
function agentKeys(core: Core, org: Org, rows: KeyRow[], id: string | null): Asked {
  const every = listAgentKeyRows(core.committer.store, org.id)
  const named = every.find((key) => key.id === id)
  if (id !== null && named === undefined) throw new StateError({ code: 'agent-key-not-found', id })
  const ofName = every.filter(({ name, use }) =>
    named === undefined ? use === 'agent' : isSameAgentKeyName(name, named.name),
  )
  const tags = new Set(ofName.map((key) => keyTag('agent', key.id)))
  const current = rows.filter(({ agentKeyId, validUntil }) =>
    ofName.some((key) => key.id === agentKeyId && validUntil === null),
  )
  return { name: named?.name ?? null, current, isReplaced: (tag) => tags.has(tag) }
}

/** Of how many devices a list is, how many of them validated since a time, and the rows of the latest. */
class Users {
  count = 0
  asking = 0
  private latest: { row: number; at: number }[] = []

  constructor(private readonly since: number) {}

  add(row: number, at: number): void {
    this.count += 1
    if (at >= this.since) this.asking += 1
    this.latest.push({ row, at })
    // Cut now and then, not at each: one pass over a whole fleet holds up the validates of its authority.
    if (this.latest.length >= 4 * SHOWN_MAX) this.cut()
  }

  private cut(): void {
    this.latest = this.latest.sort((a, b) => b.at - a.at).slice(0, SHOWN_MAX)
  }

  /** The latest first: what worked a moment ago is looked for before what has been quiet for months. */
  shown(org: Org) {
    this.cut()
    return this.latest.map(({ row, at }) => {
      const { deviceId, revokedAt } = org.devices.read(row)
      return { deviceId, lastValidatedAt: isoTime(at), revoked: revokedAt !== null, asking: at >= this.since }
    })
  }
}

function sortUsers(core: Core, org: Org, { current, isReplaced }: Asked, since: number) {
  const tags = new Set(current.map(tagOf))
  const found = { current: new Users(since), replaced: new Users(since), unknown: 0 }
  for (let row = 0; row < org.devices.rowsEnd; row++) {
    if (!org.devices.isOlder(row, core.slots.serialsEnd)) continue
    const last = core.evidence.readKey(org.devices.serial(row), org.devices.slot(row))
    if (last === null) continue
    if (last.keyTag === 0) found.unknown += 1
    else if (tags.has(last.keyTag)) found.current.add(row, last.at)
    else if (isReplaced(last.keyTag)) found.replaced.add(row, last.at)
  }
  return found
}

const isoOrNull = (ms: number | null) => (ms === null ? null : isoTime(ms))

/**
 * Devices by the key of their last validate. `current`: the key that is asked about; `replaced`: an earlier one in its place; of these
 * `asking` if they validated since the current key was made. A device with a key of its own is in neither. `unknown`: validated before
 * the authority kept this. `callerValidUntil`: until when the key of this call works, null if nothing has replaced it.
 */
export function keyUsers(core: Core, { org, key, query, now }: Call): Reply {
  const { kind, agentKeyId } = readWanted(query)
  const rows = listKeyRows(core.committer.store, org.id)
  const asked = kind === 'org' ? orgKey(rows) : agentKeys(core, org, rows, agentKeyId)
  const madeAt = asked.current.length === 0 ? null : Math.max(...asked.current.map(({ createdAt }) => createdAt))
  const { current, replaced, unknown } = sortUsers(core, org, asked, madeAt ?? now)
  const runOut = rows.filter(
    (row) => row.kind === kind && row.validUntil !== null && row.validUntil > now && asked.isReplaced(tagOf(row)),
  )
  const previousValidUntil = runOut.length === 0 ? null : Math.max(...runOut.map((row) => row.validUntil as number))
  return {
    status: 200,
    body: {
      status: 'ok',
      handler: 'org/key_users',
      kind,
      name: asked.name,
      madeAt: isoOrNull(madeAt),
      previousValidUntil: isoOrNull(previousValidUntil),
      callerValidUntil: isoOrNull(key.validUntil),
      counts: { current: current.count, replaced: replaced.count, asking: replaced.asking, unknown },
      current: current.shown(org),
      replaced: replaced.shown(org),
      now: isoTime(now),
    },
  }
}
