import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { restoreBackup } from './open-database'
import { requireUsableFolder } from './require-usable-folder'
import { StartRefusal } from './start-refusal'

/** The files of one authority. The marker file is kept for good: it proves that there was a database here. */
export type DataFolder = { state: string; evidence: string; marker: string; created: boolean }

const MARKER_TEXT = `An authority was created in this folder. While this file is here, the authority refuses to start
without its databases: an empty one would let every stopped device register again.
`

const filesOf = (dataDir: string) =>
  ['authority.db', 'authority-evidence.db', 'authority.created'].map((name) => join(dataDir, name)) as [
    state: string,
    evidence: string,
    marker: string,
  ]

/** Whether an authority was created in this folder. */
export const hasAuthority = (dataDir: string): boolean => existsSync(filesOf(dataDir)[2])

/** Refuses a folder that an authority cannot keep its data in. Changes nothing. @throws StartRefusal */
export function requireDataFolder(dataDir: string): void {
  requireUsableFolder(dataDir, [...filesOf(dataDir), join(dataDir, 'authority.lock')])
}

/** Makes the folder where needed, and refuses one that cannot be used, and when databases that were there before are missing. */
export function openDataFolder(dataDir: string): DataFolder {
  requireDataFolder(dataDir)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartRefusal(`DATA_DIR ${dataDir} cannot be made (${(error as Error).message}).`)
  }
  const [state, evidence, marker] = filesOf(dataDir)
  const created = existsSync(marker)
  for (const file of [state, evidence]) {
    if (created && !existsSync(file)) {
      throw new StartRefusal(`${file} is missing, but there was one before. ${restoreBackup(file)}`)
    }
  }
  return { state, evidence, marker, created }
}

/** Writes the marker, on disk when this returns, and closes the files to other users of the machine. */
export function markCreated({ state, evidence, marker, created }: DataFolder): void {
  for (const file of [state, evidence]) chmodSync(file, 0o600)
  if (created) return
  const handle = openSync(marker, 'w', 0o600)
  writeSync(handle, MARKER_TEXT)
  fsyncSync(handle)
  closeSync(handle)
}
