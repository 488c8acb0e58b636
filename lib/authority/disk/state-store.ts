import type Database from 'better-sqlite3'
import type { KeyKind } from '../keys/key-hash'

export type KeyRow = { hash: string; orgId: number; kind: KeyKind; createdAt: number; validUntil: number | null }

/** The writing half of the state on disk: one statement per kind of change. Every call belongs in a transaction. */
export class StateStore {
  private readonly prepared = new Map<string, Database.Statement>()

  constructor(readonly db: Database.Database) {}

  private run(sql: string, ...values: (string | number | null)[]): void {
    let statement = this.prepared.get(sql)
    if (!statement) {
      statement = this.db.prepare(sql)
      this.prepared.set(sql, statement)
    }
    if (statement.run(...values).changes !== 1) throw new Error(`a write met no row: ${sql}`)
  }

  insertOrg(org: { id: number; tag: string; deviceLimit: number; createdAt: number }): void {
    this.run(
      `INSERT INTO orgs (id, tag, device_limit, plan_state, disabled, reserved_revision, created_at)
       VALUES (?, ?, ?, 'active', 0, 0, ?)`,
      org.id,
      org.tag,
      org.deviceLimit,
      org.createdAt,
    )
  }

  setExecution(orgId: number, disabled: boolean, changedAt: number, reason: string | null): void {
    this.run(
      'UPDATE orgs SET disabled = ?, changed_at = ?, reason = ? WHERE id = ?',
      disabled ? 1 : 0,
      changedAt,
      reason,
      orgId,
    )
  }

  setReservedRevision(orgId: number, revision: number): void {
    this.run('UPDATE orgs SET reserved_revision = ? WHERE id = ?', revision, orgId)
  }

  insertKey(key: KeyRow): void {
    this.run('INSERT INTO keys VALUES (?, ?, ?, ?, ?)', key.hash, key.orgId, key.kind, key.createdAt, key.validUntil)
  }

  setKeyValidUntil(hash: string, validUntil: number): void {
    this.run('UPDATE keys SET valid_until = ? WHERE hash = ?', validUntil, hash)
  }

  deleteKey(hash: string): void {
    this.run('DELETE FROM keys WHERE hash = ?', hash)
  }

  insertDevice(orgId: number, device: { serial: number; slot: number; deviceId: string; createdAt: number }): void {
    this.run(
      'INSERT INTO devices VALUES (?, ?, ?, ?, ?, NULL, NULL)',
      device.serial,
      device.slot,
      orgId,
      device.deviceId,
      device.createdAt,
    )
    this.run("UPDATE meta SET value = ? WHERE name = 'next_serial'", device.serial + 1)
  }

  setRevoked(serial: number, revokedAt: number | null, revokedRevision: number | null): void {
    this.run(
      'UPDATE devices SET revoked_at = ?, revoked_revision = ? WHERE serial = ?',
      revokedAt,
      revokedRevision,
      serial,
    )
  }

  deleteDevice(serial: number): void {
    this.run('DELETE FROM devices WHERE serial = ?', serial)
  }

  /** Changes something without meaning, so that the next commit truly writes. */
  touch(): void {
    this.run("UPDATE meta SET value = value + 1 WHERE name = 'writes'")
  }
}
