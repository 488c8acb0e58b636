/** For tests and benches: a record of any length, and the ways to tamper with it. */
import { randomUUID } from 'node:crypto'
import type { Anchor } from '@/lib/audit/anchors/anchor'
import type { AnchorTarget } from '@/lib/audit/anchors/anchor-target'
import type { AnchorFile } from '@/lib/audit/anchors/read-anchors'
import { chained } from '@/lib/store/audit/append-events'
import { canonicalJson, chainOf, DEPLOYMENT_CHAIN, GENESIS, type NewEvent } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow, AuditHeadRow } from '@/lib/store/rows/audit-rows'

const ORGS = ['org-a', 'org-b', null]

export function newEvent(index: number): NewEvent {
  return {
    id: randomUUID(),
    org_id: ORGS[index % 3] as string | null,
    at: 1_800_000_000_000 + index * 7,
    kind: 'operation.reason',
    data: canonicalJson({ reason: `because ${index}`, operationId: `op-${index % 50}` }),
    user_id: `user-${index % 5}`,
    actor_name: `Person ${index % 5}`,
    session_id: 'session',
    address: '192.0.2.7',
    request_id: `request-${index}`,
    reason: `because ${index}`,
    device_id: null,
    operation_id: `op-${index % 50}`,
  }
}

export type Heads = Map<string, AuditHeadRow>

/** Chains events one after the other; `heads` moves along. */
export function* chain(events: Iterable<NewEvent>, heads: Heads = new Map()): Generator<AuditEventRow> {
  for (const event of events) {
    for (const key of [DEPLOYMENT_CHAIN, chainOf(event)])
      if (!heads.has(key)) heads.set(key, { chain: key, sequence: 0, hash: GENESIS })
    yield chained(heads, event)
  }
}

type Tampering = (rows: AuditEventRow[], at: number) => AuditEventRow[]

const edited = (row: AuditEventRow): AuditEventRow => ({ ...row, actor_name: `${row.actor_name} (changed)` })
/** An intruder who knows how the chain is made writes everything after the change anew. */
const rewritten = (rows: readonly AuditEventRow[]): AuditEventRow[] => [...chain(rows)]

/** Each at or before the last anchor; every one also by an intruder who repairs the chain afterwards. */
export const TAMPERINGS: Record<string, Tampering> = {
  edit: (rows, at) => rows.map((row, index) => (index === at ? edited(row) : row)),
  delete: (rows, at) => rows.filter((_, index) => index !== at),
  insert: (rows, at) => [
    ...rows.slice(0, at),
    { ...newEvent(at), ...placeOf(rows[at] as AuditEventRow) },
    ...rows.slice(at),
  ],
  reorder: (rows, at) => [
    ...rows.slice(0, at),
    ...rows.slice(at + 1, at + 4),
    rows[at] as AuditEventRow,
    ...rows.slice(at + 4),
  ],
  truncate: (rows, at) => rows.slice(0, at),
  swap: (rows, at) => {
    const [a, b] = [rows[at] as AuditEventRow, rows[at + 1] as AuditEventRow]
    const exchanged = rows.slice()
    exchanged[at] = { ...b, ...placeOf(a) }
    exchanged[at + 1] = { ...a, ...placeOf(b) }
    return exchanged
  },
  'roll back': (rows, at) => [
    ...rows.slice(0, at),
    ...chain(
      rows.slice(at).map((_, index) => newEvent(at + index)),
      headsOf(rows.slice(0, at)),
    ),
  ],
}

const placeOf = ({ sequence, org_sequence, hash, chain_hash }: AuditEventRow) => ({
  sequence,
  org_sequence,
  hash,
  chain_hash,
})

export function headsOf(rows: readonly AuditEventRow[]): Heads {
  const heads: Heads = new Map()
  for (const row of rows) {
    heads.set(DEPLOYMENT_CHAIN, { chain: DEPLOYMENT_CHAIN, sequence: row.sequence, hash: row.chain_hash })
    heads.set(chainOf(row), { chain: chainOf(row), sequence: row.org_sequence, hash: row.hash })
  }
  return heads
}

/** The record after the tampering, with the chain broken as it is, or repaired. */
export const tampered = (kind: string, rows: AuditEventRow[], at: number, repaired: boolean): AuditEventRow[] => {
  const changed = (TAMPERINGS[kind] as Tampering)(rows, at)
  return repaired ? rewritten(changed) : changed
}

/** As a file with these anchors is read. */
export const asFile = (anchors: readonly Anchor[]): AnchorFile => ({
  anchors: [...anchors],
  damagedLine: null,
  endsInHalf: false,
})

/** An anchor target that forgets when the process ends. */
export function memoryTarget(): AnchorTarget {
  const anchors: Anchor[] = []
  return {
    name: 'memory',
    publish: async (anchor) => void anchors.push(anchor),
    newest: async () => anchors.at(-1) ?? null,
    all: async () => asFile(anchors),
    isReadable: true,
  }
}
