import type Database from 'better-sqlite3'
import { readDeviceId } from '@/lib/domain/ids/device-id'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { ChosenKeyKind } from '../keys/key-hash'
import type { KeyRing } from '../keys/key-ring'
import { keyTag } from '../state/key-tag'
import { Org, type OrgRow } from '../state/org'
import { loadDeviceKeys } from './load-device-keys'

type LoadedKey = { hash: string; orgId: number; kind: ChosenKeyKind; validUntil: number | null } & (
  | { id: string; name: string; use: AgentKeyUse; createdAt: number }
  | { id: null; name: null; use: null; createdAt: null }
)
type DeviceRow = [number, number, number, string, number, number | null, number | null]

/** Everything that is read at start. `slots` are those in use, `nextSerial` is the first one never used. */
export type LoadedState = { orgs: Map<number, Org>; nextSlot: number; freeSlots: number[]; nextSerial: number }

function loadOrgs(db: Database.Database, reserve: (org: Org) => void): Map<number, Org> {
  const rows = db
    .prepare(
      `SELECT id, tag, device_limit AS deviceLimit, plan_state AS planState, disabled, changed_at AS changedAt, reason,
              reserved_revision AS reservedRevision, created_at AS createdAt, name, key_policy AS keyPolicy FROM orgs`,
    )
    .all() as (Omit<OrgRow, 'disabled'> & { disabled: number })[]
  if (rows.length === 0) throw new Error('it holds no org')
  return new Map(rows.map((row) => [row.id, new Org({ ...row, disabled: row.disabled !== 0 }, reserve)]))
}

function loadKeys(db: Database.Database, orgs: Map<number, Org>, keys: KeyRing): void {
  const rows = db
    .prepare(
      `SELECT hash, keys.org_id AS orgId, kind, valid_until AS validUntil, agent_keys.id, name, key_use AS use,
              agent_keys.created_at AS createdAt
       FROM keys LEFT JOIN agent_keys ON agent_keys.id = agent_key_id AND agent_keys.org_id = keys.org_id`,
    )
    .all() as LoadedKey[]
  for (const { hash, orgId, kind, validUntil, id, name, use, createdAt } of rows) {
    if (!orgs.has(orgId)) throw new Error('a key belongs to no org')
    if ((kind === 'agent') !== (id !== null)) throw new Error('an agent key is not as it was written')
    const agentKey = id === null ? null : { id, name, use, createdAt, lastUsedAt: null, useWaits: false }
    keys.add({ hash, orgId, kind, validUntil, dead: false, agentKey, device: null, tag: keyTag(kind, id ?? hash) })
  }
}

const SLOTS_MAX = 2 ** 26

/** One mark per slot up to the last one in use, none set yet. */
function takenSlots(db: Database.Database): Uint8Array {
  const last = db.prepare('SELECT coalesce(max(slot), -1) FROM devices').pluck().get() as number
  if (last >= SLOTS_MAX) throw new Error('a device lies out of bounds')
  return new Uint8Array(last + 1)
}

/** Nearly every id is plain ASCII and needs no closer look. */
const PLAIN = /^[!-~]{1,256}$/
const isLegal = (deviceId: string) => PLAIN.test(deviceId) || readDeviceId(deviceId) === deviceId

/** Reads the whole state into memory, checking each row; throws on anything that cannot be right. */
export function loadState(db: Database.Database, keys: KeyRing, reserve: (org: Org) => void): LoadedState {
  const orgs = loadOrgs(db, reserve)
  loadKeys(db, orgs, keys)
  const slots = takenSlots(db)
  let lastSerial = 0
  const rows = db
    .prepare(
      'SELECT serial, slot, org_id, device_id, created_at, revoked_at, revoked_revision FROM devices ORDER BY serial',
    )
    .raw()
    .iterate() as IterableIterator<DeviceRow>
  for (const [serial, slot, orgId, deviceId, createdAt, revokedAt, revokedRevision] of rows) {
    const org = orgs.get(orgId)
    if (!org) throw new Error(`device ${serial} belongs to no org`)
    if (!isLegal(deviceId) || org.devices.has(deviceId) || slots[slot] !== 0) {
      throw new Error(`device ${serial} is not as it was written`)
    }
    const row = org.devices.add({ serial, slot, deviceId, createdAt, revokedAt, revokedRevision })
    org.chain.touch(row, org.revision)
    if (revokedAt === null) org.activeCount += 1
    slots[slot] = 1
    lastSerial = serial
  }
  loadDeviceKeys(db, keys, orgs)
  const nextSerial = db.prepare("SELECT value FROM meta WHERE name = 'next_serial'").pluck().get()
  if (typeof nextSerial !== 'number' || nextSerial <= lastSerial)
    throw new Error('its serial numbers are not as written')
  const freeSlots: number[] = []
  slots.forEach((taken, slot) => {
    if (taken === 0) freeSlots.push(slot)
  })
  return { orgs, nextSlot: slots.length, freeSlots, nextSerial }
}
