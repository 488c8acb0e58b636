import type Database from 'better-sqlite3'
import type { KeyRing } from '../keys/key-ring'
import { keyTag } from '../state/key-tag'
import type { Org } from '../state/org'

type KeyOfDevice = {
  hash: string
  serial: number
  orgId: number | null
  createdAt: number
  firstUsedAt: number | null
}

/** Reads device keys and what goes with them into memory, after the devices; throws on a row that cannot be right. */
export function loadDeviceKeys(db: Database.Database, keys: KeyRing, orgs: ReadonlyMap<number, Org>): void {
  const orgOf = (id: number | null): Org => {
    const org = id === null ? undefined : orgs.get(id)
    if (!org) throw new Error('a device key, a release or an id block belongs to no device or org')
    return org
  }
  const rows = db
    .prepare(
      `SELECT hash, device_keys.serial, org_id AS orgId, device_keys.created_at AS createdAt, first_used_at AS firstUsedAt
       FROM device_keys LEFT JOIN devices ON devices.serial = device_keys.serial ORDER BY device_keys.rowid`,
    )
    .iterate() as IterableIterator<KeyOfDevice>
  for (const { hash, serial, orgId, createdAt, firstUsedAt } of rows) {
    const device = { serial, createdAt, firstUsedAt }
    const rest = { validUntil: null, dead: false, agentKey: null, device, tag: keyTag('device') }
    keys.addOfDevice({ hash, orgId: orgOf(orgId).id, kind: 'device', ...rest })
  }
  const releases = db
    .prepare(
      `SELECT key_releases.serial, org_id, valid_until FROM key_releases
       LEFT JOIN devices ON devices.serial = key_releases.serial`,
    )
    .raw()
    .all() as [number, number | null, number][]
  for (const [serial, orgId, validUntil] of releases) orgOf(orgId).keyReleases.set(serial, validUntil)
  const blocks = db.prepare('SELECT org_id, device_id, created_at FROM id_blocks').raw().all() as [
    number,
    string,
    number,
  ][]
  for (const [orgId, deviceId, createdAt] of blocks) orgOf(orgId).idBlocks.set(deviceId, createdAt)
  const events = db.prepare('SELECT org_id, max(number) FROM key_events GROUP BY org_id').raw().all() as [
    number,
    number,
  ][]
  for (const [orgId, number] of events) orgOf(orgId).keyEvents = number
}
