/**
 * Which ids a new device may have. The profile is chosen when the data folder is made and kept in it for good: a folder of
 * before there were profiles takes any id, and no setting changes what a folder takes later.
 */
import type Database from 'better-sqlite3'

/** `visible`: no character that is never drawn (Unicode's default-ignorable ones). `any`: whatever the rule for ids allows. */
export const ID_PROFILES = ['any', 'visible'] as const
export type IdProfile = (typeof ID_PROFILES)[number]

const NAME = 'id_profile'

/** Into a database that was made just now. */
export function insertIdProfile(db: Database.Database, profile: IdProfile): void {
  db.prepare('INSERT INTO meta VALUES (?, ?)').run(NAME, ID_PROFILES.indexOf(profile))
}

/** Throws on a value that no version has written. */
export function readIdProfile(db: Database.Database): IdProfile {
  const value = db.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(NAME) as number | undefined
  const profile = ID_PROFILES[value ?? 0]
  if (profile === undefined) throw new Error('its id profile is not as written')
  return profile
}

const INVISIBLE = /\p{DI}/u

/** Why the profile keeps this id from being registered, to be read after "deviceId"; null where it may be. */
export function profileFault(profile: IdProfile, deviceId: string): string | null {
  const hidden = profile === 'visible' ? INVISIBLE.exec(deviceId) : null
  if (!hidden) return null
  const code = (hidden[0].codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return `must have no character that is never drawn (U+${code} after ${hidden.index} characters): another id would look the same`
}
