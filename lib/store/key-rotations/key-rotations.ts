import type { Db } from '../rows/db'
import type { KeyRotationRow } from '../rows/key-rows'

export const insertKeyRotation = (db: Db, row: KeyRotationRow) => db.insertInto('key_rotations').values(row).execute()

export const findKeyRotation = (db: Db, orgId: string, id: string) =>
  db.selectFrom('key_rotations').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()

/** The latest first. */
export const listKeyRotations = (db: Db, orgId: string, max: number) =>
  db
    .selectFrom('key_rotations')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('requested_at', 'desc')
    .orderBy('id')
    .limit(max)
    .execute()

/** Those whose outcome is not known, and the one that is under way. */
export const openKeyRotations = (db: Db, orgId: string) =>
  db
    .selectFrom('key_rotations')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', 'in', ['requested', 'unknown'])
    .execute()

/** Every one that was under way when the console ended, in all orgs. */
export const interruptedKeyRotations = (db: Db) =>
  db.selectFrom('key_rotations').selectAll().where('state', '=', 'requested').execute()

export type KeyRotationChange = Partial<
  Pick<KeyRotationRow, 'state' | 'settled_at' | 'previous_until' | 'previous_ended_at' | 'new_key_id' | 'fault'>
>

export const changeKeyRotation = (db: Db, orgId: string, id: string, change: KeyRotationChange) =>
  db.updateTable('key_rotations').set(change).where('org_id', '=', orgId).where('id', '=', id).execute()
