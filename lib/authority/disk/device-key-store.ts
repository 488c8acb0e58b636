/** The writing half of device keys on disk: one function per kind of change. Every call belongs in a transaction of the store. */
import type { StateStore } from './state-store'

/** So many events of keys are kept per org: the latest. */
export const KEY_EVENTS_MAX = 20_000

export type DeviceKeyRow = { hash: string; serial: number; createdAt: number; firstUsedAt: number | null }

/** `number` counts up by one within an org. `detail`: a word that belongs to the kind, such as the policy that was set. */
export type KeyEventRow = {
  orgId: number
  number: number
  at: number
  kind: string
  deviceId: string | null
  detail: string | null
}

export const insertDeviceKey = (store: StateStore, { hash, serial, createdAt, firstUsedAt }: DeviceKeyRow): void =>
  store.run('INSERT INTO device_keys VALUES (?, ?, ?, ?)', hash, serial, createdAt, firstUsedAt)

export const setFirstUse = (store: StateStore, hash: string, at: number): void =>
  store.run('UPDATE device_keys SET first_used_at = ? WHERE hash = ?', at, hash)

export const deleteDeviceKey = (store: StateStore, hash: string): void =>
  store.run('DELETE FROM device_keys WHERE hash = ?', hash)

export const putKeyRelease = (store: StateStore, serial: number, validUntil: number): void =>
  store.run('INSERT OR REPLACE INTO key_releases VALUES (?, ?)', serial, validUntil)

export const deleteKeyRelease = (store: StateStore, serial: number): void =>
  store.run('DELETE FROM key_releases WHERE serial = ?', serial)

export const insertIdBlock = (store: StateStore, orgId: number, deviceId: string, createdAt: number): void =>
  store.run('INSERT INTO id_blocks VALUES (?, ?, ?)', orgId, deviceId, createdAt)

export const deleteIdBlock = (store: StateStore, orgId: number, deviceId: string): void =>
  store.run('DELETE FROM id_blocks WHERE org_id = ? AND device_id = ?', orgId, deviceId)

/** Also forgets the oldest events of the org. */
export function insertKeyEvent(store: StateStore, { orgId, number, at, kind, deviceId, detail }: KeyEventRow): void {
  store.run('INSERT INTO key_events VALUES (?, ?, ?, ?, ?, ?)', orgId, number, at, kind, deviceId, detail)
  store.statement('DELETE FROM key_events WHERE org_id = ? AND number <= ?').run(orgId, number - KEY_EVENTS_MAX)
}

/** Events after a number, the oldest first. */
export const listKeyEvents = (store: StateStore, orgId: number, after: number, max: number): KeyEventRow[] =>
  store
    .statement(
      `SELECT org_id AS orgId, number, at, kind, device_id AS deviceId, detail FROM key_events
       WHERE org_id = ? AND number > ? ORDER BY number LIMIT ?`,
    )
    .all(orgId, after, max) as KeyEventRow[]
