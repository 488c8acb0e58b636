import { accessSync, lstatSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DataFolderUse, dataFolderFault } from '@/lib/domain/data-folder/data-folder-fault'
import type { FileCalls } from '@/lib/domain/data-folder/file-calls'
import { AppError } from '@/lib/domain/errors'

const OR_POSTGRES = ', or DATABASE_URL to a PostgreSQL database'

/** The operating system's own answers. */
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
 * Looks at the folder and the files of a database before anything is opened or made.
 * @param needsRoom whether a full disk is refused too.
 * @throws AppError `internal` if it could not be kept there, with what to do; nothing was changed.
 */
export function requireUsableFile(path: string, needsRoom: boolean): void {
  if (path === ':memory:') return
  requireUsable({ folder: dirname(path), files: [path], database: { elsewhere: OR_POSTGRES }, needsRoom })
}

/** As `requireUsableFile`, of a folder without a database. */
export const requireUsableFolder = (folder: string): void =>
  requireUsable({ folder, files: [], database: null, needsRoom: true })

function requireUsable(use: DataFolderUse): void {
  const fault = dataFolderFault(use, fileCalls())
  if (fault) throw new AppError('internal', fault)
}
