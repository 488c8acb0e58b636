import type Database from 'better-sqlite3'

/** Takes device keys out of the state of an authority again: what it was in the schema version before them. */
export function undoDeviceKeys(state: Database.Database): void {
  for (const table of ['device_keys', 'key_releases', 'id_blocks', 'key_events']) state.exec(`DROP TABLE ${table}`)
  state.exec('ALTER TABLE orgs DROP COLUMN key_policy; ALTER TABLE agent_keys DROP COLUMN key_use')
  state.pragma('user_version = 3')
}
