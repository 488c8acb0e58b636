import { accessSync, lstatSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { dataFolderFault } from '@/lib/domain/data-folder/data-folder-fault'
import type { FileCalls } from '@/lib/domain/data-folder/file-calls'
import { StartRefusal } from './start-refusal'

const fileCalls = (): FileCalls => ({
  stat: (path) => statSync(path, { throwIfNoEntry: false }),
  isTaken: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
  access: accessSync,
  statfs: (path) => statfsSync(path),
  mounts: () => readFileSync('/proc/self/mountinfo', 'utf8'),
  parentOf: dirname,
  platform: process.platform,
  uid: process.geteuid?.() ?? null,
})

/**
 * Looks at a data folder and the authority's files in it before anything is opened or made.
 * @throws StartRefusal if nothing could be kept there; nothing was changed.
 */
export function requireUsableFolder(folder: string, files: readonly string[]): void {
  const fault = dataFolderFault({ folder, files, database: { elsewhere: '' }, needsRoom: true }, fileCalls())
  if (fault) throw new StartRefusal(fault)
}
