import type Database from 'better-sqlite3'
import type { AgentKeyUse, KeyPolicy } from '@/lib/domain/keys/key-policy'
import type { ChosenKeyKind } from '../keys/key-hash'

export type KeyRow = {
  hash: string
  orgId: number
  kind: ChosenKeyKind
  createdAt: number
  validUntil: number | null
  agentKeyId: string | null
}

/** `name` and `madeWith`, the hash of its first org key, are those of an org that an admin made. */
export type NewOrgRow = {
  id: number
  tag: string
  deviceLimit: number
  createdAt: number
  name: string | null
  madeWith: string | null
}

/** An agent key as it was made; `endedAt` is set once it was revoked or replaced. */
export type AgentKeyRow = {
  id: string
  orgId: number
  name: string
  use: AgentKeyUse
  requestId: string | null
  createdAt: number
  endedAt: number | null
}

/** So many agent keys of an org are remembered after their end: the latest. */
const ENDED_AGENT_KEYS_MAX = 1_000

const AGENT_KEY =
  'SELECT id, org_id AS orgId, name, key_use AS use, request_id AS requestId, created_at AS createdAt, ended_at AS endedAt FROM agent_keys'

/** The writing half of the state on disk: one statement per kind of change. Every call belongs in a transaction. */
export class StateStore {
  private readonly prepared = new Map<string, Database.Statement>()

  constructor(readonly db: Database.Database) {}

  statement(sql: string): Database.Statement {
    const known = this.prepared.get(sql)
    if (known) return known
    const statement = this.db.prepare(sql)
    this.prepared.set(sql, statement)
    return statement
  }

  /** Runs a statement that changes exactly one row; anything else is a fault. */
  run(sql: string, ...values: (string | number | null)[]): void {
    if (this.statement(sql).run(...values).changes !== 1) throw new Error(`a write met no row: ${sql}`)
  }

  insertOrg({ id, tag, deviceLimit, createdAt, name, madeWith }: NewOrgRow): void {
    this.run(
      `INSERT INTO orgs (id, tag, device_limit, plan_state, disabled, reserved_revision, created_at, name, made_with)
       VALUES (?, ?, ?, 'active', 0, 0, ?, ?, ?)`,
      id,
      tag,
      deviceLimit,
      createdAt,
      name,
      madeWith,
    )
  }

  /** The id of the org that an admin made with an org key of this hash, whether or not that key still works. */
  findOrgMadeWith(hash: string): number | undefined {
    return this.statement('SELECT id FROM orgs WHERE made_with = ?').pluck().get(hash) as number | undefined
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

  setKeyPolicy(orgId: number, policy: KeyPolicy): void {
    this.run('UPDATE orgs SET key_policy = ? WHERE id = ?', policy, orgId)
  }

  setReservedRevision(orgId: number, revision: number): void {
    this.run('UPDATE orgs SET reserved_revision = ? WHERE id = ?', revision, orgId)
  }

  insertKey(key: KeyRow): void {
    const { hash, orgId, kind, createdAt, validUntil, agentKeyId } = key
    this.run('INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?)', hash, orgId, kind, createdAt, validUntil, agentKeyId)
  }

  setKeyValidUntil(hash: string, validUntil: number): void {
    this.run('UPDATE keys SET valid_until = ? WHERE hash = ?', validUntil, hash)
  }

  deleteKey(hash: string): void {
    this.run('DELETE FROM keys WHERE hash = ?', hash)
  }

  /** Also forgets the oldest of the agent keys that ended. */
  insertAgentKey({ id, orgId, name, use, requestId, createdAt, endedAt }: AgentKeyRow): void {
    this.run('INSERT INTO agent_keys VALUES (?, ?, ?, ?, ?, ?, ?)', id, orgId, name, requestId, createdAt, endedAt, use)
    this.statement(
      `DELETE FROM agent_keys WHERE rowid IN (
         SELECT rowid FROM agent_keys
         WHERE org_id = ? AND ended_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM keys WHERE keys.org_id = agent_keys.org_id AND agent_key_id = agent_keys.id)
         ORDER BY rowid DESC LIMIT -1 OFFSET ${ENDED_AGENT_KEYS_MAX})`,
    ).run(orgId)
  }

  setAgentKeyEnd(id: string, endedAt: number): void {
    this.run('UPDATE agent_keys SET ended_at = ? WHERE id = ?', endedAt, id)
  }

  findAgentKey(orgId: number, id: string): AgentKeyRow | undefined {
    return this.statement(`${AGENT_KEY} WHERE org_id = ? AND id = ?`).get(orgId, id) as AgentKeyRow | undefined
  }

  /** The agent key that a call with this request id made. */
  findAgentKeyOfRequest(orgId: number, requestId: string): AgentKeyRow | undefined {
    const sql = `${AGENT_KEY} WHERE org_id = ? AND request_id = ?`
    return this.statement(sql).get(orgId, requestId) as AgentKeyRow | undefined
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
